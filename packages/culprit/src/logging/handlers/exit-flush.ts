/** What the exit hook writes out: `flushSync` must be synchronous and must not throw. */
interface FlushedAtExit {
  readonly flushSync: () => void
}

/** The exit hook of a process, shared by every copy of this package. */
export interface ExitFlush {
  /** True once `exit` was emitted: nothing that is buffered from here on would be written by anybody. */
  readonly exiting: boolean
  /** Flushes `target` at the end of the process until the function it returns is called. */
  readonly add: (target: FlushedAtExit) => () => void
}

const key = Symbol.for('culprit.logging.exit-flush')
const signals = ['SIGTERM', 'SIGINT'] as const
type Signal = (typeof signals)[number]

/**
 * Returns the exit hook of this process, made at the first call. While it has targets it listens for `exit`,
 * `beforeExit`, `uncaughtExceptionMonitor`, SIGTERM and SIGINT, and flushes them all.
 *
 * A listener for a signal takes the signal's default effect away, so the hook raises it again when nobody else
 * listens; where the application has its own listener, how to end is the application's business. SIGHUP is left
 * alone: listening would end a process that was started to ignore it.
 */
export function exitFlush(): ExitFlush {
  const shared = globalThis as { [key]?: ExitFlush }
  shared[key] ??= createExitFlush(process)
  return shared[key]
}

/** The parts of `process` that the exit hook uses. */
export type ExitingProcess = Pick<
  NodeJS.Process,
  'prependListener' | 'off' | 'listenerCount' | 'kill' | 'pid'
>

/** Returns an exit hook of its own for `host`; everything but a test wants the shared one of `exitFlush`. */
export function createExitFlush(host: ExitingProcess): ExitFlush {
  const targets = new Set<FlushedAtExit>()
  let exiting = false
  const flushAll = (): void => {
    for (const target of targets) target.flushSync()
  }
  const onExit = (): void => {
    exiting = true
    flushAll()
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    flushAll()
    if (othersListen(host, signal as Signal)) return
    host.off(signal, onSignal)
    host.kill(host.pid, signal)
  }
  // In front of the others: a listener added by `once` is gone from the count when its turn was before ours.
  const listen = (change: 'prependListener' | 'off'): void => {
    host[change]('exit', onExit)
    host[change]('beforeExit', flushAll)
    host[change]('uncaughtExceptionMonitor', flushAll)
    for (const signal of signals) host[change](signal, onSignal)
  }
  const add = (target: FlushedAtExit): (() => void) => {
    if (targets.size === 0) listen('prependListener')
    targets.add(target)
    return () => {
      if (targets.delete(target) && targets.size === 0) listen('off')
    }
  }
  return {
    get exiting() {
      return exiting
    },
    add,
  }
}

/**
 * Says whether anybody but this hook wants to decide about `signal`. The package signal-exit (in most dependency
 * trees) does not count: it raises the signal itself if it is the only listener, so that each of us would wait
 * for the other and Ctrl+C would do nothing.
 */
function othersListen(host: ExitingProcess, signal: Signal): boolean {
  return host.listenerCount(signal) - 1 - signalExitListeners() > 0
}

function signalExitListeners(): number {
  const emitters: readonly unknown[] = [
    Reflect.get(globalThis, Symbol.for('signal-exit emitter')),
    Reflect.get(process, '__signal_exit_emitter__'),
  ]
  let count = 0
  for (const emitter of emitters) {
    if (typeof emitter !== 'object' || emitter === null || !('count' in emitter)) continue
    if (typeof emitter.count === 'number') count += emitter.count
  }
  return count
}
