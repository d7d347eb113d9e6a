import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { LineCounter, Node } from 'yaml'
import { UsageError } from '../usage-error.ts'
import { type DevSettings, type Setting, settings } from './setting.ts'
import { type SettingValue, settingValue } from './setting-value.ts'

/** What a configuration file says; paths in it are absolute. */
export interface ConfigFile {
  readonly path: string
  readonly values: Readonly<Partial<Record<keyof DevSettings, SettingValue>>>
}

/** Looked for in the working directory, in this order. JSON is YAML, too. */
const names: readonly string[] = ['culprit.config.yaml', 'culprit.config.yml', 'culprit.config.json']

/**
 * Reads the configuration file that was named, or the one of the working directory if there is one.
 *
 * @throws {UsageError} when the file named is not there, or something in it is wrong: with its place in the file
 */
export async function readConfigFile(
  named: string | undefined,
  folder: string,
): Promise<ConfigFile | undefined> {
  const path =
    named === undefined ? names.map((name) => join(folder, name)).find(existsSync) : resolve(folder, named)
  if (path === undefined) return undefined
  let text
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(
      `the configuration ${path} cannot be read: ${error instanceof Error ? error.message : ''}`,
    )
  }
  return { path, values: await parse(text, path) }
}

async function parse(text: string, path: string): Promise<ConfigFile['values']> {
  const { LineCounter: Lines, isMap, isScalar, isSeq, parseDocument } = await import('yaml')
  const lines = new Lines()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [wrong] = [...document.errors, ...document.warnings]
  if (wrong !== undefined) throw new UsageError(`${place(path, lines, wrong.pos[0])} ${wrong.message}`)
  const { contents } = document
  if (contents === null) return {}
  if (!isMap(contents))
    throw new UsageError(`${place(path, lines, contents.range[0])} must be settings like "port: 3000"`)
  const values: Record<string, SettingValue> = {}
  for (const { key, value } of contents.items) {
    const at = (node: unknown): string => place(path, lines, (node as Node | null)?.range?.[0])
    const name = isScalar(key) ? String(key.value) : String(key)
    const setting = settings.find((known) => known.name === name)
    if (setting === undefined) throw new UsageError(`${at(key)} ${unknown(name)}`)
    if (isSeq(value)) checkItems(setting, value.items, at)
    const plain: unknown = isScalar(value) || isSeq(value) || isMap(value) ? value.toJSON() : value
    values[name] = absolute(setting, settingValue(setting, plain, `${at(value ?? key)} ${name}`), path)
  }
  return values
}

/** So that the place of the one that is wrong is told, not that of the list. */
function checkItems({ name, kind }: Setting, items: readonly unknown[], at: (node: unknown) => string): void {
  if (kind !== 'list') return
  for (const [index, item] of items.entries()) {
    const value: unknown = typeof item === 'object' && item !== null && 'value' in item ? item.value : item
    if (typeof value !== 'string' || value === '')
      throw new UsageError(`${at(item)} ${name}[${index}] must be a text, not ${JSON.stringify(value)}`)
  }
}

function place(path: string, lines: LineCounter, offset: number | undefined): string {
  if (offset === undefined) return `${path}:`
  const { line, col } = lines.linePos(offset)
  return `${path}:${line}:${col}:`
}

function unknown(name: string): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[-_]/g, '')
  const meant = settings.find((setting) => distance(plain(setting.name), plain(name)) <= 2)
  const all = settings.map((setting) => setting.name).join(', ')
  return `${name} is no setting; ${meant === undefined ? `there are ${all}` : `did you mean ${meant.name}?`}`
}

/** The number of letters to change, add or leave out between two words. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

function absolute({ name }: Setting, value: SettingValue, path: string): SettingValue {
  if (name !== 'extraFiles' || !Array.isArray(value)) return value
  return value.map((file: string) => resolve(dirname(path), file))
}
