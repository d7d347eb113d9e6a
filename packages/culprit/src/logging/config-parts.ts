import { at, checkedNames, checkedObject, joined, kindOf, LoggingConfigError } from './config-error.ts'
import { NameFilter, type Filter } from './filter.ts'
import { Formatter, type FormatterOptions, type FormatStyle } from './formatter.ts'
import { Handler } from './handler.ts'
import type { LevelNames } from './level.ts'

/** What a configuration names, made: by id. */
export interface ConfigParts {
  readonly formatters: ReadonlyMap<string, Formatter>
  readonly filters: ReadonlyMap<string, Filter>
  readonly handlers: ReadonlyMap<string, Handler>
}

const FORMATTER_KEYS = ['format', 'dateFormat', 'style', 'validate', 'defaults', 'utc', 'create']
const HANDLER_KEYS = ['create', 'level', 'formatter', 'filters']

/**
 * Makes all formatters, filters and handlers of a configuration, in whatever order they need each other.
 * @throws {LoggingConfigError} for the first mistake; handlers that were made by then are closed again
 */
export function makeParts(config: Readonly<Record<string, unknown>>, levels: LevelNames): ConfigParts {
  const formatters = makeEach(config, 'formatters', makeFormatter)
  const filters = makeEach(config, 'filters', makeFilter)
  const handlers = new Map<string, Handler>()
  try {
    makeHandlers(config, { formatters, filters, handlers }, levels)
  } catch (error) {
    for (const handler of handlers.values()) void handler.close().catch(() => undefined)
    throw error
  }
  return { formatters, filters, handlers }
}

/**
 * Returns what an id stands for.
 * @throws {LoggingConfigError} when nothing has that id
 */
export function partOf<T>(path: string, id: string, parts: ReadonlyMap<string, T>): T {
  const part = parts.get(id)
  if (part === undefined)
    throw new LoggingConfigError(
      path,
      `nothing is called '${id}'; known are ${[...parts.keys()].join(', ') || 'none'}`,
    )
  return part
}

/** Returns the filters of a list of ids. */
export function filtersOf(path: string, ids: unknown, parts: ConfigParts): readonly Filter[] {
  return checkedNames(path, ids).map((id, index) => partOf(`${path}[${index}]`, id, parts.filters))
}

function makeEach<T>(
  config: Readonly<Record<string, unknown>>,
  section: string,
  make: (path: string, value: unknown) => T,
): ReadonlyMap<string, T> {
  const entries = Object.entries(checkedObject(section, config[section] ?? {}, undefined))
  return new Map(entries.map(([id, value]) => [id, make(joined(section, id), value)]))
}

function makeFormatter(path: string, value: unknown): Formatter {
  const options = checkedObject(path, value, FORMATTER_KEYS)
  const create = creator(path, options)
  if (create !== undefined) {
    const made = at(path, () => create())
    if (made instanceof Formatter) return made
    throw new LoggingConfigError(`${path}.create`, `expected a Formatter, got ${kindOf(made)}`)
  }
  return at(path, () => new Formatter(formatterOptions(path, options)))
}

function formatterOptions(path: string, options: Readonly<Record<string, unknown>>): FormatterOptions {
  const { defaults } = options
  return {
    format: typed(path, options, 'format', 'string'),
    dateFormat: typed(path, options, 'dateFormat', 'string'),
    style: styleOf(path, options['style']),
    validate: typed(path, options, 'validate', 'boolean'),
    utc: typed(path, options, 'utc', 'boolean'),
    defaults: defaults === undefined ? undefined : checkedObject(`${path}.defaults`, defaults, undefined),
  }
}

function styleOf(path: string, style: unknown): FormatStyle | undefined {
  if (style === undefined || style === '%' || style === '{' || style === '$') return style
  throw new LoggingConfigError(`${path}.style`, 'Style must be one of: %,{,$')
}

/** The types a plain option can have, by the names of `typeof`. */
interface OptionTypes {
  readonly string: string
  readonly boolean: boolean
}

function typed<K extends keyof OptionTypes>(
  path: string,
  options: Readonly<Record<string, unknown>>,
  key: string,
  kind: K,
): OptionTypes[K] | undefined {
  const value = options[key]
  // The comparison with `kind` is the check that the assertion rests on.
  if (value === undefined || typeof value === kind) return value as OptionTypes[K] | undefined
  throw new LoggingConfigError(`${path}.${key}`, `expected a ${kind}, not ${kindOf(value)}`)
}

function makeFilter(path: string, value: unknown): Filter {
  if (isFilter(value)) return value
  const options = checkedObject(path, value, ['name', 'create'])
  const create = creator(path, options)
  if (create === undefined) return new NameFilter(typed(path, options, 'name', 'string'))
  const made = at(path, () => create())
  if (isFilter(made)) return made
  throw new LoggingConfigError(`${path}.create`, `expected a filter, got ${kindOf(made)}`)
}

function isFilter(value: unknown): value is Filter {
  if (typeof value === 'function') return true
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'filter') === 'function'
}

function creator(
  path: string,
  options: Readonly<Record<string, unknown>>,
): ((...args: unknown[]) => unknown) | undefined {
  const { create } = options
  if (create === undefined) return undefined
  if (typeof create !== 'function')
    throw new LoggingConfigError(`${path}.create`, `expected a function, not ${kindOf(create)}`)
  return (...args) => Reflect.apply(create, undefined, args)
}

/** The parts while handlers are still being added. */
interface GrowingParts extends ConfigParts {
  readonly handlers: Map<string, Handler>
}

function makeHandlers(
  config: Readonly<Record<string, unknown>>,
  parts: GrowingParts,
  levels: LevelNames,
): void {
  const section = checkedObject('handlers', config['handlers'] ?? {}, undefined)
  const inProgress = new Set<string>()
  const lookUp = (from: string, id: string): Handler => {
    const made = parts.handlers.get(id)
    if (made !== undefined) return made
    if (!Object.hasOwn(section, id)) throw new LoggingConfigError(from, `no handler is called '${id}'`)
    if (inProgress.has(id)) throw new LoggingConfigError(from, `'${id}' needs itself`)
    inProgress.add(id)
    const path = joined('handlers', id)
    const handler = makeHandler(path, section[id], (other) => lookUp(path, other))
    parts.handlers.set(id, handler)
    inProgress.delete(id)
    adjust(handler, { path, options: checkedObject(path, section[id], HANDLER_KEYS), parts, levels })
    handler.name ??= id
    return handler
  }
  for (const id of Object.keys(section)) lookUp(joined('handlers', id), id)
}

function makeHandler(path: string, value: unknown, lookUp: (id: string) => Handler): Handler {
  const create = creator(path, checkedObject(path, value, HANDLER_KEYS))
  if (create === undefined)
    throw new LoggingConfigError(`${path}.create`, 'expected a function that makes the handler')
  const handler = at(path, () => create(lookUp))
  if (handler instanceof Handler) return handler
  throw new LoggingConfigError(`${path}.create`, `expected a Handler, got ${kindOf(handler)}`)
}

/** What is applied to a handler after it was made. */
interface HandlerSettings {
  readonly path: string
  readonly options: Readonly<Record<string, unknown>>
  readonly parts: ConfigParts
  readonly levels: LevelNames
}

function adjust(handler: Handler, { path, options, parts, levels }: HandlerSettings): void {
  const { level } = options
  if (level !== undefined) at(`${path}.level`, () => handler.setLevel(levels.check(level)))
  const formatter = typed(path, options, 'formatter', 'string')
  if (formatter !== undefined) handler.setFormatter(partOf(`${path}.formatter`, formatter, parts.formatters))
  for (const filter of filtersOf(`${path}.filters`, options['filters'], parts)) handler.addFilter(filter)
}
