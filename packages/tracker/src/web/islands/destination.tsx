import { render } from 'preact'
import { AttemptDetail } from '../alerts/delivery-log.tsx'
import type { TestView } from '../alerts/destination-view.ts'

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-test]')) startTest(form)

/** Sends the test without leaving the page, and shows request and answer where they were asked for. */
function startTest(form: HTMLFormElement): void {
  const result = document.getElementById(form.dataset['test'] ?? '')
  const button = form.querySelector('button')
  if (!result || !button) return
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    button.disabled = true
    result.setAttribute('aria-busy', 'true')
    void send(form)
      .then((view) => {
        render(view === undefined ? <NoAnswer /> : <Result view={view} />, result)
      })
      .finally(() => {
        button.disabled = false
        result.removeAttribute('aria-busy')
      })
  })
}

async function send(form: HTMLFormElement): Promise<TestView | undefined> {
  try {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.set(name, value)
    const answer = await fetch(`${form.action}.json`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(30_000),
    })
    return answer.ok ? ((await answer.json()) as TestView) : undefined
  } catch {
    return undefined
  }
}

function Result({ view: { attempt } }: { readonly view: TestView }) {
  const ok = attempt.outcome === 'delivered'
  return (
    <div class="test-outcome">
      <p class={ok ? 'form-done' : 'form-problem'}>
        {ok ? `Delivered: the server answered ${attempt.status} after ${attempt.ms} ms.` : 'Not delivered.'}
      </p>
      <AttemptDetail attempt={attempt} />
    </div>
  )
}

function NoAnswer() {
  return <p class="form-problem">The tracker did not answer. Load this page again and repeat the test.</p>
}
