import { type Reply, reply } from './reply.ts'

/** Nothing of the request is in it, and no style either, so that it needs no policy of its own. */
const page = `<!doctype html>
<html lang=en>
<meta charset=utf-8>
<meta name=viewport content="width=device-width">
<meta name=color-scheme content="light dark">
<meta name=robots content=noindex>
<title>Thank you</title>
<h1>Thank you</h1>
<p>What you wrote is with the people who can fix it.</p>
`

/** Returns what a visitor sees who sent the form of an error page in a browser without scripts. */
export function thanksPage(): Reply {
  return reply(200, 'text/html; charset=utf-8', page)
}

/** Says whether an `Accept` header is that of a browser on its way to a page: it names HTML, which no SDK does. */
export function wantsPage(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/html\b/i.test(accept)
}
