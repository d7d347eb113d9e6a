import { delimiter, resolve } from 'node:path'
import type { ConfigFile } from './config-file.ts'
import { type DevSettings, type Setting, settings } from './setting.ts'
import { isOn, type SettingValue, settingValue } from './setting-value.ts'

/** Where settings are given; each wins over those after it. */
export interface SettingSources {
  /** By the setting's name; undefined where the flag was not given. */
  readonly flags: Readonly<Partial<Record<keyof DevSettings, unknown>>>
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: ConfigFile | undefined
  /** The folder that relative paths of flags are in. */
  readonly folder: string
  /** Whether debug mode is on where nothing says so. @default true */
  readonly debug?: boolean | undefined
}

type Given = Partial<Record<keyof DevSettings, SettingValue>>

/**
 * Returns the settings: flags over environment over file over defaults. Debugger and reloader mean nothing without debug
 * mode (S13), and an external debugger turns both off, unless a flag, or a place that wins over it, asks for one.
 *
 * @throws {UsageError} when a value is none that the setting takes
 */
export function toDevSettings(sources: SettingSources): DevSettings {
  const layers: readonly Given[] = [ofFlags(sources), ofEnvironment(sources), { ...sources.file?.values }]
  const first = (name: keyof DevSettings): SettingValue | undefined =>
    layers.find((layer) => layer[name] !== undefined)?.[name]
  const debug = (first('debug') ?? sources.debug ?? true) === true
  const external = layers.findIndex((layer) => layer.externalDebugger !== undefined)
  const isExternal = layers[external]?.externalDebugger === true
  const part = (name: 'useDebugger' | 'useReloader'): boolean => {
    const place = layers.findIndex((layer) => layer[name] !== undefined)
    const isOverruled = isExternal && (place === -1 || external < place || (external === place && place > 0))
    return debug && !isOverruled && layers[place]?.[name] !== false
  }
  const { host, port } = { host: first('host'), port: first('port') }
  return {
    debug,
    useDebugger: part('useDebugger'),
    useReloader: part('useReloader'),
    externalDebugger: isExternal,
    host: typeof host === 'string' ? host : undefined,
    port: typeof port === 'number' ? port : undefined,
    extraFiles: listOf(first('extraFiles')),
    excludePatterns: listOf(first('excludePatterns')),
    poll: first('poll') === true,
  }
}

function listOf(value: SettingValue | undefined): readonly string[] {
  return Array.isArray(value) ? value : []
}

function ofFlags({ flags, folder }: SettingSources): Given {
  const given: Given = {}
  for (const setting of settings) {
    const value = flags[setting.name]
    if (value !== undefined)
      given[setting.name] = settingValue(setting, listed(setting, value, folder), flagOf(setting))
  }
  return given
}

/** Lists may be given in one flag or in several; paths are made absolute. */
function listed({ name, kind }: Setting, value: unknown, folder: string): unknown {
  if (kind !== 'list' || !Array.isArray(value)) return value
  const items = value.flatMap((text: string) => text.split(delimiter)).filter((text) => text !== '')
  return name === 'extraFiles' ? items.map((file) => resolve(folder, file)) : items
}

function flagOf({ flag = '' }: Setting): string {
  return flag.split(/[ ,]/)[0] ?? ''
}

/** What is empty counts as not given. */
function ofEnvironment({ env }: SettingSources): Given {
  const given: Given = {}
  for (const setting of settings) {
    const { name, kind, variable } = setting
    const text = variable === undefined ? undefined : env[variable]
    if (variable === undefined || text === undefined || text === '') continue
    given[name] = settingValue(setting, kind === 'boolean' ? isOn(text) : text, variable)
  }
  return given
}
