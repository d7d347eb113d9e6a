import { until } from '@culprit/testkit'

/** What to ask with and what to wait for. */
export interface TextWanted {
  readonly cookie: string
  readonly includes: string
}

/** Asks for a page as a signed-in person until its text holds what is wanted, and returns the text. */
export async function untilText(url: string, { cookie, includes }: TextWanted): Promise<string> {
  return until(
    async () => {
      const text = await (await fetch(url, { headers: { cookie } })).text()
      return text.includes(includes) ? text : undefined
    },
    { what: `${includes} at ${url}` },
  )
}
