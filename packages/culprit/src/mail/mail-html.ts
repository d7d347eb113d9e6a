// Under this name formatters leave the template alone.
import { html as markup, type SafeHtml } from '../html/html.ts'

/** Longer texts go without: a mail with both would be twice as large. */
const maxText = 100_000

/** Calls of the runtime and of packages, which say less than those of the application. */
const FOREIGN_CALL = /^\s+at .*(?:node_modules|node:)/

const bodyStyle = 'margin:16px;font:14px/1.5 system-ui,sans-serif'
const preStyle = 'white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,Consolas,monospace'
const quietStyle = 'color:#6b7280'

/**
 * Returns a mail's text as HTML, for programs that show text in a narrow or proportional font: the same lines, those of
 * foreign calls in grey, the footer apart. Undefined when the text is over 100,000 characters. It is made with the
 * escaping tag alone, since a crash leaves no time to load anything.
 */
export function mailHtml(subject: string, text: string): string | undefined {
  if (text.length > maxText) return undefined
  const end = text.lastIndexOf('\n-- \n')
  const body = end < 0 ? text : text.slice(0, end)
  const footer = end < 0 ? '' : text.slice(end + 5)
  const page = markup`<!doctype html>
<html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="${bodyStyle}">
<h1 style="font-size:16px">${subject}</h1>
<pre style="${preStyle}">${body.trimEnd().split('\n').map(lineHtml)}</pre>
<pre style="${preStyle};${quietStyle}">${footer.trimEnd()}</pre>
</body></html>
`
  return page.toString()
}

function lineHtml(line: string): SafeHtml {
  return FOREIGN_CALL.test(line) ? markup`<span style="${quietStyle}">${line}</span>\n` : markup`${line}\n`
}
