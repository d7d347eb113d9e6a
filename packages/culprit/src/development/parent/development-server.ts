import type { StartOrder, ToParent } from '../dev-message.ts'
import type { DevSettings } from '../settings/setting.ts'
import type { SharedHandle } from '../shared-handle.ts'
import { StartError } from '../start-error.ts'
import { ApplicationProcess, type Ended, type Launch } from './application-process.ts'
import { Banner } from './banner.ts'
import { FileWatch } from './file-watch.ts'
import { PortKeeper } from './port-keeper.ts'
import { refusalText, tryPort } from './port-refusal.ts'
import { Terminal } from './terminal.ts'

/** What the development server is given. */
export interface DevelopmentServerOptions {
  /** The application's file as it was given. */
  readonly name: string
  readonly launch: Launch
  /** A program of ours that answers with the error that ended the application. */
  readonly crashLaunch: Launch
  readonly by: StartOrder['by']
  readonly settings: DevSettings
  readonly isColoured: boolean
  readonly log: (line: string) => void
}

type Event =
  | { readonly kind: 'changed'; readonly files: readonly string[] }
  | { readonly kind: 'stop' }
  | ({ readonly kind: 'ended' } & Ended)

/** More changed files than this are only counted. */
const mostNamed = 3

/**
 * Runs the application as a child process, keeps its ports open, and starts it again when a file that it has loaded
 * changes.
 */
export class DevelopmentServer {
  readonly #options: DevelopmentServerOptions
  readonly #ports = new PortKeeper()
  readonly #watch: FileWatch
  readonly #banner: Banner
  readonly #terminal = new Terminal()
  #application: ApplicationProcess | undefined
  #stopSignal: NodeJS.Signals | undefined
  #tell: (event: Event) => void = () => undefined

  constructor(options: DevelopmentServerOptions) {
    this.#options = options
    const { settings, log, name, isColoured } = options
    this.#banner = new Banner({ ...settings, name, isColoured, log })
    this.#watch = new FileWatch({
      ...settings,
      extraFiles: settings.useReloader ? settings.extraFiles : [],
      onChange: (files) => this.#tell({ kind: 'changed', files }),
      warn: log,
    })
  }

  /**
   * Runs until the application ends or is stopped, and returns the exit code.
   *
   * @throws {StartError} when the port that was asked for cannot be listened on
   */
  async run(): Promise<number> {
    const { port, host } = this.#options.settings
    const refused = port === undefined ? undefined : await tryPort(port, host)
    if (refused !== undefined) throw new StartError(await refusalText(refused))
    this.#banner.begin()
    for (let isReload = false; this.#stopSignal === undefined; isReload = true) {
      const application = this.#startProgram(isReload)
      const event = await this.#next(application)
      if (event.kind === 'changed') await this.#reload(application, event.files)
      if (event.kind !== 'ended') continue
      this.#terminal.restore()
      const code = this.#finalCode(event, application, isReload)
      if (code !== undefined) return code
      await this.#waitForChange(application, event)
    }
    await this.#application?.end(undefined)
    this.#terminal.restore()
    return 0
  }

  /**
   * Ends it. A terminal has sent the interrupt to the application as well; any other sender has not. Whoever asks a second
   * time does not want to wait.
   */
  stop(signal: NodeJS.Signals): void {
    const isShared = signal === 'SIGINT' && process.stdin.isTTY
    if (this.#stopSignal !== undefined) this.#application?.kill('SIGKILL')
    else if (!isShared) this.#application?.kill(signal)
    this.#stopSignal ??= signal
    this.#tell({ kind: 'stop' })
  }

  close(): void {
    this.#watch.close()
    this.#ports.close()
  }

  #startProgram(isReload: boolean): ApplicationProcess {
    const { launch, by, settings } = this.#options
    this.#watch.begin()
    return this.#start(launch, { isReload, by, useReloader: settings.useReloader })
  }

  #start(launch: Launch, order: StartOrder): ApplicationProcess {
    const application = new ApplicationProcess(launch, (message, handle) => {
      // Connections that come late are somebody's, too.
      if (application === this.#application || message.type === 'connection' || message.type === 'taken')
        this.#receive(application, message, handle)
    })
    this.#application = application
    this.#ports.begin(application)
    application.send({ type: 'start', ...order })
    return application
  }

  /** Resolves with what happens next; without an application only a change or the end can. */
  #next(application?: ApplicationProcess): Promise<Event> {
    return new Promise((resolve) => {
      this.#tell = resolve
      void application?.ended.then((ended) => resolve({ kind: 'ended', ...ended }))
    })
  }

  async #reload(application: ApplicationProcess, files: readonly string[]): Promise<void> {
    for (const file of files.slice(0, mostNamed))
      this.#options.log(` * Detected change in '${file}', reloading`)
    if (files.length > mostNamed) this.#options.log(` * and in ${files.length - mostNamed} more`)
    await application.retire()
  }

  /** The exit code, unless the application is to be started again when a file changes (RLD-1, CLI-4). */
  #finalCode(
    { code, signal }: Ended,
    application: ApplicationProcess,
    isReload: boolean,
  ): number | undefined {
    const { hasListened, wasRefused } = application
    if (this.#stopSignal !== undefined || signal === 'SIGINT') return 0
    if (code === 0) return wasRefused && !hasListened ? 1 : 0
    const isFirst = !isReload && !hasListened
    return isFirst || !this.#options.settings.useReloader ? (code ?? 1) : undefined
  }

  /** Answers with what ended the application until a file changes. */
  async #waitForChange(application: ApplicationProcess, { code, signal }: Ended): Promise<void> {
    const how = signal ?? `exit code ${code}`
    this.#options.log(` * The application has ended (${how}); it starts again when a file changes`)
    if (!application.hasListened) this.#watch.expectAnyModule()
    const { crashLaunch, by } = this.#options
    const message = `The application has ended (${how}).`
    const crash = application.crash ?? { name: 'Error', message, stack: `Error: ${message}` }
    const answering = this.#ports.isEmpty
      ? undefined
      : this.#start(crashLaunch, { isReload: true, by, useReloader: false, crash })
    const event = await this.#next()
    if (event.kind === 'changed' && answering !== undefined) await this.#reload(answering, event.files)
  }

  /** Keeps a connection for the next program, or hands it to the one that listens already. */
  #hold(key: string, connection: SharedHandle): void {
    this.#ports.hold(key, connection)
    const current = this.#application
    if (current?.hasListened === true && !current.isRetiring) this.#ports.claim(current, key)
  }

  #receive(application: ApplicationProcess, message: ToParent, handle: SharedHandle | undefined): void {
    switch (message.type) {
      case 'port':
        if (handle !== undefined) this.#ports.keep(message.key, handle)
        return
      case 'want':
        this.#ports.share(application, message.key)
        return
      case 'connection':
        if (handle !== undefined) this.#hold(message.key, handle)
        return
      case 'taken':
        this.#ports.taken(message.id)
        return
      case 'listening':
        this.#ports.claim(application, message.key)
        if (application.isProgram) this.#watch.settle()
        this.#banner.listening(message)
        return
      case 'refused':
        void refusalText(message).then((text) => this.#options.log(`culprit: ${text}`))
        return
      case 'files':
        for (const [path, stamp] of message.files) this.#watch.add(path, stamp)
        return
      case 'failed':
        this.#watch.expectAnyModule()
        return
      case 'crashed':
      case 'drained':
        return
    }
  }
}
