import { checkedObject, LoggingConfigError } from './config-error.ts'
import { Formatter, type FormatStyle } from './formatter.ts'
import type { Handler } from './handler.ts'
import { FileHandler } from './handlers/file-handler.ts'
import { StreamHandler, type TextStream } from './handlers/stream-handler.ts'
import type { LevelInput } from './level.ts'
import { defaultManager, type LogManager } from './manager.ts'

/** What `basicConfig` takes; at most one of `filename`, `stream` and `handlers`. */
export interface BasicConfig {
  readonly filename?: string | undefined
  /** @default 'a' */
  readonly fileMode?: 'a' | 'w' | undefined
  readonly stream?: TextStream | undefined
  readonly handlers?: readonly Handler[] | undefined
  /** @default `%(levelname)s:%(name)s:%(message)s` */
  readonly format?: string | undefined
  readonly dateFormat?: string | undefined
  readonly style?: FormatStyle | undefined
  /** The root's level; without it the level stays. */
  readonly level?: LevelInput | undefined
  /** Whether handlers the root has are removed and closed first. @default false */
  readonly force?: boolean | undefined
}

const KEYS = ['filename', 'fileMode', 'stream', 'handlers', 'format', 'dateFormat', 'style', 'level', 'force']

const FORMATS: Readonly<Record<FormatStyle, string>> = {
  '%': '%(levelname)s:%(name)s:%(message)s',
  '{': '{levelname}:{name}:{message}',
  $: '${levelname}:${name}:${message}',
}

/**
 * Gives the root logger a handler: on a file, on a stream, or on stderr, with one format. Does nothing when the
 * root has handlers already, unless `force`.
 * @throws {LoggingConfigError} for an unknown key, or more than one of `filename`, `stream` and `handlers`
 */
export function basicConfig(config: BasicConfig = {}, manager: LogManager = defaultManager()): void {
  checkedObject('configuration', config, KEYS)
  const { filename, stream, handlers, style = '%' } = config
  if ([filename, stream, handlers].filter((given) => given !== undefined).length > 1)
    throw new LoggingConfigError('configuration', 'filename, stream and handlers exclude each other')
  const { root } = manager
  const level = config.level === undefined ? undefined : manager.levels.check(config.level)
  if (root.handlers.length > 0 && config.force !== true) return
  const formatter = new Formatter({
    format: config.format ?? FORMATS[style],
    style,
    dateFormat: config.dateFormat,
  })
  const added = handlers ?? [
    filename === undefined
      ? new StreamHandler(stream)
      : new FileHandler(filename, { mode: config.fileMode ?? 'a' }),
  ]
  for (const old of root.handlers) {
    root.removeHandler(old)
    void old.close().catch((error: unknown) => manager.failed(error))
  }
  for (const handler of added) {
    if (handler.formatter === undefined) handler.setFormatter(formatter)
    root.addHandler(handler)
  }
  if (level !== undefined) root.setLevel(level)
}
