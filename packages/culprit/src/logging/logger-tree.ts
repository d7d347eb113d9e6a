import type { Logger } from './logger.ts'

/** Makes a logger; a subclass of `Logger` if the application has one. */
export type LoggerFactory = (name: string) => Logger

/**
 * The loggers of one manager by dotted name. Ancestors that nobody asked for do not exist; the tree remembers which
 * loggers are below such a name and puts the logger between when it is asked for. Loggers live as long as the
 * tree, so names must come from the program, never from requests.
 */
export class LoggerTree {
  readonly #loggers = new Map<string, Logger>()
  /** The loggers below each name that no logger has yet. */
  readonly #waiting = new Map<string, Set<Logger>>()
  readonly #root: Logger

  constructor(root: Logger) {
    this.#root = root
  }

  /** Returns the logger of a name, made by `create` the first time; always the same one. */
  get(name: string, create: LoggerFactory): Logger {
    const found = this.#loggers.get(name)
    if (found !== undefined) return found
    const logger = create(name)
    this.#loggers.set(name, logger)
    for (const child of this.#waiting.get(name) ?? []) adoptChild(child, logger)
    this.#waiting.delete(name)
    logger.parent = this.#parentOf(logger)
    return logger
  }

  /** Returns the logger of a name if it exists. */
  find(name: string): Logger | undefined {
    return this.#loggers.get(name)
  }

  /** Returns all loggers but the root. */
  all(): IterableIterator<Logger> {
    return this.#loggers.values()
  }

  /** Returns the loggers whose names are one part longer than the logger's. */
  childrenOf(logger: Logger): readonly Logger[] {
    const depth = logger === this.#root ? 0 : depthOf(logger.name)
    return [...this.all()].filter((child) => child.parent === logger && depthOf(child.name) === depth + 1)
  }

  /** Finds the nearest existing ancestor and leaves word with the missing ones on the way. */
  #parentOf(logger: Logger): Logger {
    for (let dot = logger.name.lastIndexOf('.'); dot > 0; dot = logger.name.lastIndexOf('.', dot - 1)) {
      const name = logger.name.slice(0, dot)
      const ancestor = this.#loggers.get(name)
      if (ancestor !== undefined) return ancestor
      const waiting = this.#waiting.get(name)
      if (waiting === undefined) this.#waiting.set(name, new Set([logger]))
      else waiting.add(logger)
    }
    return this.#root
  }
}

/** A logger that waits below another waiting one keeps its nearer parent. */
function adoptChild(child: Logger, logger: Logger): void {
  const parent = child.parent
  if (parent === undefined || !parent.name.startsWith(`${logger.name}.`)) child.parent = logger
}

function depthOf(name: string): number {
  return name.split('.').length
}
