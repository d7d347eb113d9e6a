import type { VNode } from 'preact'

/** What stands in place of a stack trace where the event brought none, and how to get one. */
export function NoStack({ platform }: { readonly platform: string }): VNode {
  const option =
    platform === 'python' || platform === 'ruby' ? 'attach_stacktrace=True' : 'attachStacktrace: true'
  return (
    <section id="stack" class="missing" aria-labelledby="stack-heading">
      <div class="section-head">
        <h2 id="stack-heading">Stack trace</h2>
      </div>
      <p>
        This event is a message without a stack. Set <code>{option}</code> in the SDK's options to get one
        with every message.
      </p>
    </section>
  )
}

/** What stands in place of breadcrumbs where there are none, with the call that leaves one. */
export function NoBreadcrumbs({ platform }: { readonly platform: string }): VNode {
  const sample =
    platform === 'python'
      ? "sentry_sdk.add_breadcrumb(category='cart', message='item added')"
      : "Sentry.addBreadcrumb({ category: 'cart', message: 'item added' })"
  return (
    <section id="breadcrumbs" class="missing" aria-labelledby="breadcrumbs-heading">
      <div class="section-head">
        <h2 id="breadcrumbs-heading">Breadcrumbs</h2>
      </div>
      <p>
        None came with this event. Leave some before things go wrong: <code>{sample}</code>
      </p>
    </section>
  )
}
