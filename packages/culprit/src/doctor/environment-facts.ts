import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { dirname, join } from 'node:path'

/** What an environment is like, without a value of any variable: fit to be kept and carried to another machine. */
export interface EnvironmentFacts {
  readonly facts: Readonly<Record<string, string>>
  /** Versions of the packages that the application names, as they are installed. */
  readonly packages: Readonly<Record<string, string>>
  /** Of each variable, a short hash of its value under the key. */
  readonly variables: Readonly<Record<string, string>>
}

/** Names that differ between any two shells and mean nothing to an application. */
const volatile =
  /^(?:_|SHLVL|PWD|OLDPWD|TERM.*|COLORTERM|COLUMNS|LINES|SSH_.*|XDG_SESSION_.*|WINDOWID|PS\d|DISPLAY|SUDO_.*|npm_.*|INIT_CWD|VSCODE_.*|INVOCATION_ID|JOURNAL_STREAM|VITEST.*)$/

/** Long enough to tell values apart, too short to be sure of a value that was guessed. */
const hashLength = 8

/** Returns a new key for the hashes of variables. */
export function createHashKey(): string {
  return randomBytes(32).toString('hex')
}

/** Returns what this environment is like; `path` is the application's file. */
export function environmentFacts(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
  key: string,
): EnvironmentFacts {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const variables = Object.entries(env)
    .filter(([name, value]) => value !== undefined && !volatile.test(name))
    .map(([name, value = '']): [string, string] => [name, hashOf(key, name, value)])
  return {
    facts: {
      node: process.versions.node,
      system: `${platform()} ${arch()} ${release()}`,
      user: String(process.getuid?.() ?? ''),
      folder: process.cwd(),
      'time zone': timeZone,
      locale,
    },
    packages: packagesOf(path),
    variables: Object.fromEntries(variables.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** With the name, so that two variables of one value do not show that they are equal. */
function hashOf(key: string, name: string, value: string): string {
  return createHmac('sha256', key).update(`${name}\0${value}`).digest('hex').slice(0, hashLength)
}

function packagesOf(path: string): Record<string, string> {
  const manifest = nearestManifest(dirname(path))
  if (manifest === undefined) return {}
  const names = Object.keys(Object(readJson(manifest)['dependencies']) as object)
  return Object.fromEntries(names.map((name) => [name, installedVersion(dirname(manifest), name)]))
}

function nearestManifest(folder: string): string | undefined {
  const path = join(folder, 'package.json')
  if (Object.keys(readJson(path)).length > 0) return path
  return dirname(folder) === folder ? undefined : nearestManifest(dirname(folder))
}

/** Packages may be installed in any folder above. */
function installedVersion(folder: string, name: string): string {
  const { version } = readJson(join(folder, 'node_modules', name, 'package.json'))
  if (typeof version === 'string') return version
  return dirname(folder) === folder ? 'not installed' : installedVersion(dirname(folder), name)
}

function readJson(path: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(path, 'utf8'))) as Record<string, unknown>
  } catch {
    return {}
  }
}
