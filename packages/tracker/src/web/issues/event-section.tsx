import type { ComponentChildren, VNode } from 'preact'

/** Returns a titled section of an event; `id` is what a jump link leads to. */
export function eventSection(id: string, name: string, content: ComponentChildren): VNode {
  return (
    <section id={id} aria-labelledby={`${id}-heading`}>
      <div class="section-head">
        <h2 id={`${id}-heading`}>{name}</h2>
      </div>
      {content}
    </section>
  )
}
