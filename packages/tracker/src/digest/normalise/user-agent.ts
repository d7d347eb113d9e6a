/** What a User-Agent header tells: names always, versions where they are written. */
export interface UserAgentParts {
  readonly browser?: { readonly name: string; readonly version?: string | undefined } | undefined
  readonly os?: { readonly name: string; readonly version?: string | undefined } | undefined
}

/** The word before the version, and what it means. Order matters: everyone claims to be Safari and Chrome. */
const browsers: readonly (readonly [word: string, name: string])[] = [
  ['EdgA/', 'Edge Mobile'],
  ['EdgiOS/', 'Edge Mobile'],
  ['Edg/', 'Edge'],
  ['Edge/', 'Edge'],
  ['OPR/', 'Opera'],
  ['SamsungBrowser/', 'Samsung Internet'],
  ['Vivaldi/', 'Vivaldi'],
  ['FxiOS/', 'Firefox iOS'],
  ['Firefox/', 'Firefox'],
  ['CriOS/', 'Chrome Mobile iOS'],
  ['HeadlessChrome/', 'HeadlessChrome'],
  ['Chrome/', 'Chrome'],
  ['Trident/', 'IE'],
  ['MSIE ', 'IE'],
  ['curl/', 'curl'],
]

const systems: readonly (readonly [word: string, name: string])[] = [
  ['Windows NT ', 'Windows'],
  ['Android ', 'Android'],
  ['CPU iPhone OS ', 'iOS'],
  ['CPU OS ', 'iOS'],
  ['Mac OS X ', 'macOS'],
  ['CrOS ', 'Chrome OS'],
  ['Linux', 'Linux'],
]

const windowsNames: ReadonlyMap<string, string> = new Map([
  ['10.0', '>=10'],
  ['6.3', '8.1'],
  ['6.2', '8'],
  ['6.1', '7'],
])

/** Looked at: the first 512 characters. */
const maxLength = 512

/** Returns browser and operating system of the main families; parts that are not recognised are absent. Linear. */
export function parseUserAgent(header: string): UserAgentParts {
  const text = header.slice(0, maxLength)
  return { browser: browserOf(text), os: systemOf(text) }
}

function browserOf(text: string): UserAgentParts['browser'] {
  for (const [word, name] of browsers) {
    const at = text.indexOf(word)
    if (at < 0) continue
    const mobile = name === 'Chrome' && text.includes(' Mobile')
    return { name: mobile ? 'Chrome Mobile' : name, version: versionAt(text, at + word.length) }
  }
  if (!text.includes('Safari/')) return undefined
  const at = text.indexOf('Version/')
  return {
    name: text.includes('Mobile/') ? 'Mobile Safari' : 'Safari',
    version: at < 0 ? undefined : versionAt(text, at + 8),
  }
}

function systemOf(text: string): UserAgentParts['os'] {
  for (const [word, name] of systems) {
    const at = text.indexOf(word)
    if (at < 0) continue
    const version = name === 'Linux' || name === 'Chrome OS' ? undefined : versionAt(text, at + word.length)
    return { name, version: name === 'Windows' && version ? (windowsNames.get(version) ?? version) : version }
  }
  return undefined
}

function versionAt(text: string, at: number): string | undefined {
  const match = /^\d{1,6}(?:[._]\d{1,6}){0,3}/.exec(text.slice(at, at + 32))
  return match?.[0].replaceAll('_', '.')
}
