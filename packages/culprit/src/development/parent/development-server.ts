import type { ToParent } from '../dev-message.ts'
import type { SharedHandle } from '../shared-handle.ts'
import { ApplicationProcess, type Ended, type Launch } from './application-process.ts'
import { FileWatch } from './file-watch.ts'
import { PortKeeper } from './port-keeper.ts'

/** Requests that run when a file changes have this long to finish. */
const graceMs = 5000

/** What the development server is given. */
export interface DevelopmentServerOptions {
  readonly launch: Launch
  readonly useReloader: boolean
  readonly log: (line: string) => void
}

type Event =
  | { readonly kind: 'changed'; readonly files: readonly string[] }
  | { readonly kind: 'stop'; readonly signal: NodeJS.Signals }
  | ({ readonly kind: 'ended' } & Ended)

/** Runs the application as a child process and starts it again when a file that it has loaded changes. */
export class DevelopmentServer {
  readonly #options: DevelopmentServerOptions
  readonly #ports = new PortKeeper()
  readonly #watch: FileWatch
  #application: ApplicationProcess | undefined
  #tell: (event: Event) => void = () => undefined
  #drained: () => void = () => undefined

  constructor(options: DevelopmentServerOptions) {
    this.#options = options
    this.#watch = new FileWatch((files) => this.#tell({ kind: 'changed', files }))
  }

  /** Runs until the application ends or is stopped, and returns the exit code. */
  async run(): Promise<number> {
    for (let generation = 0; ; generation += 1) {
      const application = this.#start(generation > 0)
      const event = await this.#next(application)
      if (event.kind === 'ended') return event.code ?? 1
      if (event.kind === 'stop') {
        application.kill(event.signal)
        await application.ended
        return 0
      }
      for (const file of event.files) this.#options.log(` * Detected change in '${file}', reloading`)
      await this.#retire(application)
    }
  }

  /** Ends it like a signal does. */
  stop(signal: NodeJS.Signals): void {
    this.#tell({ kind: 'stop', signal })
  }

  close(): void {
    this.#watch.close()
    this.#ports.close()
  }

  #start(isReload: boolean): ApplicationProcess {
    const application = new ApplicationProcess(this.#options.launch, (message, handle) => {
      if (application === this.#application) this.#receive(application, message, handle)
    })
    this.#application = application
    this.#ports.share(application)
    application.send({ type: 'start', isReload, canReload: this.#options.useReloader })
    return application
  }

  #next(application: ApplicationProcess): Promise<Event> {
    return new Promise((resolve) => {
      this.#tell = resolve
      void application.ended.then((ended) => resolve({ kind: 'ended', ...ended }))
    })
  }

  async #retire(application: ApplicationProcess): Promise<void> {
    const drained = new Promise<void>((resolve) => (this.#drained = resolve))
    application.send({ type: 'drain' })
    const late = setTimeout(() => this.#drained(), graceMs)
    await Promise.race([drained, application.ended])
    clearTimeout(late)
    application.kill('SIGTERM')
    const stuck = setTimeout(() => application.kill('SIGKILL'), graceMs)
    await application.ended
    clearTimeout(stuck)
  }

  #receive(application: ApplicationProcess, message: ToParent, handle: SharedHandle | undefined): void {
    switch (message.type) {
      case 'port':
        if (handle !== undefined) this.#ports.keep(message.key, handle)
        return
      case 'want':
        this.#ports.share(application, message.key)
        return
      case 'files':
        for (const [path, stamp] of message.files) this.#watch.add(path, stamp)
        return
      case 'drained':
        this.#drained()
        return
      case 'connection':
        if (handle !== undefined) this.#ports.hold(message.key, handle)
        return
      case 'listening':
        this.#ports.release(application, message.key)
        return
      case 'refused':
      case 'failed':
        return
    }
  }
}
