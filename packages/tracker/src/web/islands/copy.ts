/**
 * Makes the buttons with `data-copy` work and shows them: they copy `data-copy-text`, the text of the element named by
 * `data-copy-from`, or what lies at `data-copy-href`. Also on plain http, where browsers offer no clipboard.
 */
export function startCopyButtons(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = false
  new MutationObserver(() => {
    for (const button of document.querySelectorAll<HTMLElement>('[data-copy][hidden]')) button.hidden = false
  }).observe(document.body, { childList: true, subtree: true })
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null
    if (button) void copyFor(button)
  })
}

const shownMs = 1500

async function copyFor(button: HTMLElement): Promise<void> {
  const copied = await copyText(await textOf(button)).catch(() => false)
  button.dataset[copied ? 'copied' : 'failed'] = ''
  setTimeout(() => {
    delete button.dataset['copied']
    delete button.dataset['failed']
  }, shownMs)
}

async function textOf({ dataset }: HTMLElement): Promise<string> {
  if (dataset['copyText'] !== undefined) return dataset['copyText']
  if (dataset['copyFrom'] !== undefined)
    return document.getElementById(dataset['copyFrom'])?.textContent ?? ''
  const response = await fetch(dataset['copyHref'] ?? '')
  return response.ok ? response.text() : ''
}

async function copyText(text: string): Promise<boolean> {
  if (text === '') return false
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text)
    return true
  }
  // On http the clipboard API does not exist; a selected text field and the old command still work.
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  return done
}
