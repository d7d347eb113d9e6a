import { dirname, join } from 'node:path'
import type { ReadFile } from '../logging/frames/source-files.ts'

const maxModules = 200
const maxBytes = 200_000
const maxFolders = 32

/**
 * Returns a function that returns the packages that the application names as dependencies, with their installed versions
 * (at most 200), from the `package.json` nearest the main file. Read once, at the first call; empty where there is none.
 */
export function createInstalledModules(
  readFile: ReadFile,
  mainFile: string | undefined = process.argv[1],
): () => Readonly<Record<string, string>> {
  let modules: Readonly<Record<string, string>> | undefined
  return () => (modules ??= readModules(readFile, mainFile === undefined ? process.cwd() : dirname(mainFile)))
}

function readModules(readFile: ReadFile, start: string): Readonly<Record<string, string>> {
  const folders = foldersAbove(start)
  for (const folder of folders) {
    const manifest = readManifest(join(folder, 'package.json'), readFile)
    if (manifest === undefined) continue
    const names = Object.keys(objectAt(manifest, 'dependencies')).slice(0, maxModules)
    const above = foldersAbove(folder)
    return Object.fromEntries(names.flatMap((name) => versionOf(name, above, readFile)))
  }
  return {}
}

function foldersAbove(start: string): readonly string[] {
  const folders = [start]
  for (let at = start; folders.length < maxFolders && dirname(at) !== at; at = dirname(at))
    folders.push(dirname(at))
  return folders
}

function versionOf(
  name: string,
  folders: readonly string[],
  readFile: ReadFile,
): readonly (readonly [string, string])[] {
  for (const folder of folders) {
    const version = readManifest(join(folder, 'node_modules', name, 'package.json'), readFile)?.['version']
    if (typeof version === 'string') return [[name, version]]
  }
  return []
}

function readManifest(path: string, readFile: ReadFile): Readonly<Record<string, unknown>> | undefined {
  try {
    const text = readFile(path, maxBytes)
    return text === undefined ? undefined : objectOf(JSON.parse(text))
  } catch {
    return undefined
  }
}

function objectAt(
  manifest: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  return objectOf(manifest[key]) ?? {}
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}
