import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The script and the style sheet that stand in every page of the debugger, with their hashes for the policy. */
export interface PageAssets {
  readonly script: string
  readonly style: string
  /** `sha256-...`, base64. */
  readonly scriptHash: string
  readonly styleHash: string
}

/** From src/debugger/page and from dist/debugger/page it is the same way. */
const file: URL = new URL('../../../dist/debugger-page.json', import.meta.url)

/**
 * Reads what `scripts/build-assets.mjs` made. It is read anew for each page: a page is made for an error in
 * development, and reading takes a fraction of a millisecond.
 * @throws {Error} when it was not built, with what to do.
 */
export function pageAssets(): PageAssets {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PageAssets
  } catch (cause) {
    throw new Error(`The debugger page was not built (${fileURLToPath(file)}): run \`npm run build\`.`, {
      cause,
    })
  }
}
