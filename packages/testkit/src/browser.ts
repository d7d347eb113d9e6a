import { existsSync } from 'node:fs'
import type { Browser } from 'playwright-core'

/** A browser for tests, or why there is none. */
export type BrowserFound =
  | { readonly kind: 'found'; readonly browser: Browser }
  | { readonly kind: 'missing'; readonly reason: string }

const usualPlaces: readonly string[] = [
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** How a browser is launched. */
export interface LaunchOptions {
  /**
   * Names that resolve to an address, and the browser as people have it: the bundled one comes with the same-origin policy
   * switched off.
   */
  readonly hosts?: Readonly<Record<string, string>> | undefined
}

/** Flags of the bundled browser that switch off what keeps pages apart. */
const insecure = [
  '--disable-web-security',
  '--disable-site-isolation-trials',
  '--allow-running-insecure-content',
]

/**
 * Launches Chromium: the one that comes with the repository on Linux x64, elsewhere a Chrome found at its usual
 * place. Without a sandbox where it runs as root, which is what build machines do.
 */
export async function launchBrowser({ hosts }: LaunchOptions = {}): Promise<BrowserFound> {
  const rules = Object.entries(hosts ?? {}).map(([name, address]) => `MAP ${name} ${address}`)
  const more = rules.length === 0 ? [] : [`--host-resolver-rules=${rules.join(',')}`]
  const { chromium } = await import('playwright-core')
  if (process.platform === 'linux' && process.arch === 'x64') {
    const { default: bundled } = await import('@sparticuz/chromium')
    // No page draws with WebGL, and drawing by a software GPU costs more than drawing by software.
    bundled.setGraphicsMode = false
    // Its own flags put everything into one process, which ends when the first context is closed.
    const unwanted = [
      '--headless',
      '--single-process',
      '--no-zygote',
      ...(hosts === undefined ? [] : insecure),
    ]
    const args = [
      ...bundled.args.filter((arg) => !unwanted.some((each) => arg.startsWith(each))),
      '--no-sandbox',
      ...more,
    ]
    return {
      kind: 'found',
      browser: await chromium.launch({ executablePath: await bundled.executablePath(), args }),
    }
  }
  const executablePath = usualPlaces.find((path) => existsSync(path))
  if (executablePath === undefined)
    return { kind: 'missing', reason: 'no Chrome found on this machine: browser tests are skipped' }
  return { kind: 'found', browser: await chromium.launch({ executablePath, args: more }) }
}
