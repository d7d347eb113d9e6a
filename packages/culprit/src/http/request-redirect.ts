// Under this name formatters leave the template alone.
import { html as markup } from '../html/html.ts'
import { HttpException } from './http-exception.ts'

/**
 * 308: the address has another form, as routing with or without a slash at the end finds out. It carries its response,
 * so no handler is asked, and it is not in the table of `abort`.
 */
export class RequestRedirect extends HttpException {
  static override readonly code: number = 308

  readonly newUrl: string

  constructor(newUrl: string) {
    super({ response: redirectTo(newUrl) })
    this.newUrl = newUrl
  }
}

function redirectTo(url: string): Response {
  const page = markup`<!doctype html>
<html lang=en>
<title>Redirecting...</title>
<h1>Redirecting...</h1>
<p>The page is at <a href="${url}">${url}</a>.</p>
`
  const headers = { 'Content-Type': 'text/html; charset=utf-8', Location: asciiUrl(url) }
  return new Response(page.toString(), { status: 308, headers })
}

/** Header values are ASCII without control characters; what is encoded already stays as it is. */
function asciiUrl(url: string): string {
  return url.toWellFormed().replace(/[^\x21-\x7e]+/g, encodeURIComponent)
}
