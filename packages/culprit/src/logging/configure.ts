import type { LoggingConfig } from './config.ts'
import {
  at,
  checkedBoolean,
  checkedNames,
  checkedObject,
  joined,
  LoggingConfigError,
} from './config-error.ts'
import { filtersOf, makeParts, partOf, type ConfigParts } from './config-parts.ts'
import type { Filter } from './filter.ts'
import type { Handler } from './handler.ts'
import { Level } from './level.ts'
import type { Logger } from './logger.ts'
import { defaultManager, type LogManager } from './manager.ts'

const KEYS = [
  'version',
  'formatters',
  'filters',
  'handlers',
  'loggers',
  'root',
  'incremental',
  'disableExisting',
]
const LOGGER_KEYS = ['level', 'propagate', 'handlers', 'filters']
const ROOT_KEYS = ['level', 'handlers', 'filters']

/** One logger's settings, checked, with all it names. */
interface LoggerPlan {
  readonly name: string
  readonly level: number | undefined
  readonly propagate: boolean | undefined
  readonly handlers: readonly Handler[]
  readonly filters: readonly Filter[]
}

/**
 * Sets up a manager's loggers from one object, Python's `dictConfig` with functions where that has import strings.
 * All of it is checked and made first, so a mistake changes nothing. Loggers that are named get exactly the
 * handlers and filters listed; existing loggers below them are reset; other existing ones are left alone unless
 * `disableExisting`. Handlers that no logger has any more are flushed and closed.
 * @throws {LoggingConfigError} with the path of the mistake: `handlers.file.level: Unknown level: 'LOUD'`
 */
export function configure(config: LoggingConfig, manager: LogManager = defaultManager()): void {
  const given = checkedObject('configuration', config, KEYS)
  if (given['version'] !== 1) throw new LoggingConfigError('version', 'must be 1')
  const incremental = checkedBoolean('incremental', given['incremental']) ?? false
  const disableExisting = checkedBoolean('disableExisting', given['disableExisting']) ?? false
  if (incremental) adjustLevels(given, manager)
  else replaceAll(given, manager, disableExisting)
}

function replaceAll(
  given: Readonly<Record<string, unknown>>,
  manager: LogManager,
  disableExisting: boolean,
): void {
  const parts = makeParts(given, manager.levels)
  let plans: readonly LoggerPlan[]
  let root: LoggerPlan | undefined
  try {
    plans = planLoggers(given, manager, parts)
    root = given['root'] === undefined ? undefined : planLogger('root', given['root'], manager, parts)
  } catch (error) {
    closeAll(parts.handlers.values(), manager)
    throw error
  }
  const before = attachedHandlers(manager)
  resetOthers(plans, manager, disableExisting)
  for (const plan of plans) applyPlan(manager.getLogger(plan.name), plan)
  if (root !== undefined) applyPlan(manager.root, root)
  const after = attachedHandlers(manager)
  closeAll(
    [...before].filter((handler) => !after.has(handler)),
    manager,
  )
}

function planLoggers(
  given: Readonly<Record<string, unknown>>,
  manager: LogManager,
  parts: ConfigParts,
): readonly LoggerPlan[] {
  const section = checkedObject('loggers', given['loggers'] ?? {}, undefined)
  return Object.entries(section).map(([name, value]) =>
    planLogger(joined('loggers', name), value, manager, parts),
  )
}

function planLogger(path: string, value: unknown, manager: LogManager, parts: ConfigParts): LoggerPlan {
  const isRoot = path === 'root'
  const options = checkedObject(path, value, isRoot ? ROOT_KEYS : LOGGER_KEYS)
  const handlers = checkedNames(`${path}.handlers`, options['handlers'])
  return {
    name: isRoot ? '' : path.slice('loggers.'.length),
    level: levelOf(path, options['level'], manager),
    propagate: checkedBoolean(`${path}.propagate`, options['propagate']),
    handlers: handlers.map((id, index) => partOf(`${path}.handlers[${index}]`, id, parts.handlers)),
    filters: filtersOf(`${path}.filters`, options['filters'], parts),
  }
}

function levelOf(path: string, level: unknown, manager: LogManager): number | undefined {
  return level === undefined ? undefined : at(`${path}.level`, () => manager.levels.check(level))
}

function applyPlan(logger: Logger, plan: LoggerPlan): void {
  clear(logger)
  if (plan.level !== undefined) logger.setLevel(plan.level)
  logger.propagate = plan.propagate ?? true
  logger.disabled = false
  for (const handler of plan.handlers) logger.addHandler(handler)
  for (const filter of plan.filters) logger.addFilter(filter)
}

/** Loggers below a named one start anew, so that only the configuration decides there. */
function resetOthers(plans: readonly LoggerPlan[], manager: LogManager, disableExisting: boolean): void {
  const named = new Set(plans.map(({ name }) => name))
  for (const logger of manager.loggers()) {
    if (named.has(logger.name)) continue
    if (plans.some(({ name }) => logger.name.startsWith(`${name}.`))) {
      clear(logger)
      logger.setLevel(Level.NOTSET)
      logger.propagate = true
    } else logger.disabled = disableExisting
  }
}

function clear(logger: Logger): void {
  for (const handler of logger.handlers) logger.removeHandler(handler)
  for (const filter of logger.filters) logger.removeFilter(filter)
}

function attachedHandlers(manager: LogManager): ReadonlySet<Handler> {
  return new Set([manager.root, ...manager.loggers()].flatMap(({ handlers }) => handlers))
}

function closeAll(handlers: Iterable<Handler>, manager: LogManager): void {
  for (const handler of handlers) {
    // Nobody waits for handlers that are no longer used; a failure is told like any other of logging.
    void handler.close().catch((error: unknown) => manager.failed(error))
  }
}

/** Handlers are found by their names; all changes are checked before the first is made. */
function adjustLevels(given: Readonly<Record<string, unknown>>, manager: LogManager): void {
  const changes: (() => void)[] = []
  for (const [id, value] of Object.entries(checkedObject('handlers', given['handlers'] ?? {}, undefined))) {
    const path = joined('handlers', id)
    const handler = manager.getHandlerByName(id)
    if (handler === undefined) throw new LoggingConfigError(path, 'no handler has this name')
    const level = levelOf(path, checkedObject(path, value, undefined)['level'], manager)
    if (level !== undefined) changes.push(() => handler.setLevel(level))
  }
  const loggers = checkedObject('loggers', given['loggers'] ?? {}, undefined)
  for (const [name, value] of Object.entries(loggers)) {
    const options = checkedObject(joined('loggers', name), value, undefined)
    changes.push(...loggerChanges(joined('loggers', name), options, () => manager.getLogger(name), manager))
  }
  const root = given['root'] === undefined ? {} : checkedObject('root', given['root'], undefined)
  changes.push(...loggerChanges('root', root, () => manager.root, manager))
  for (const change of changes) change()
}

function loggerChanges(
  path: string,
  options: Readonly<Record<string, unknown>>,
  find: () => Logger,
  manager: LogManager,
): readonly (() => void)[] {
  const level = levelOf(path, options['level'], manager)
  const propagate = checkedBoolean(`${path}.propagate`, options['propagate'])
  return [
    ...(level === undefined ? [] : [(): void => find().setLevel(level)]),
    ...(propagate === undefined ? [] : [(): void => void (find().propagate = propagate)]),
  ]
}
