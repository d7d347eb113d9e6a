import type { Listening } from '../dev-message.ts'

/** What the banner says. */
export interface BannerOptions {
  /** The application's file as it was given. */
  readonly name: string
  readonly debug: boolean
  readonly useReloader: boolean
  readonly useDebugger: boolean
  /** Whether lines may be coloured. */
  readonly isColoured: boolean
  readonly log: (line: string) => void
}

/** What is said at the start (RUN-2, CLI-5): once, by the development server and not by each program. */
export class Banner {
  readonly #options: BannerOptions
  readonly #addresses = new Set<string>()

  constructor(options: BannerOptions) {
    this.#options = options
  }

  /** Says what is run, and how. */
  begin(): void {
    const { name, debug, useDebugger, useReloader, log } = this.#options
    log(` * Serving application '${name}'`)
    log(` * Debug mode: ${debug ? 'on' : 'off'}`)
    if (debug && !(useDebugger && useReloader))
      log(` * Debugger: ${useDebugger ? 'on' : 'off'}, reloader: ${useReloader ? 'on' : 'off'}`)
  }

  /** Says where the application listens, the first time that it listens there. */
  listening(address: Listening): void {
    const { isColoured, log } = this.#options
    const url = urlOf(address)
    if (this.#addresses.has(url)) return
    if (this.#addresses.size === 0) {
      const warning = 'WARNING: This is a development server. Do not use it in a production deployment.'
      log(isColoured ? `\u001B[31m\u001B[1m${warning}\u001B[0m` : warning)
    }
    const reach = isWide(address.host) ? ' (on all addresses of this machine)' : ''
    log(` * Running on ${url}${reach}`)
    if (this.#addresses.size === 0) log('Press CTRL+C to quit')
    this.#addresses.add(url)
  }
}

/** Returns the address that a person opens. */
function urlOf({ host, port, isTls }: Listening): string {
  const name = isWide(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${isTls ? 'https' : 'http'}://${name}:${port}`
}

function isWide(host: string): boolean {
  return host === '::' || host === '0.0.0.0'
}
