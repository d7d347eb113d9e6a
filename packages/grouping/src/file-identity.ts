const MAX_PATH = 1024

/** Names so common that they need their folder to tell which file is meant. */
const GENERIC = /^(?:index|main|mod|lib|app|server|page|layout|route|router|handler|controller|service|model|models|views|utils|helpers|types|__init__|\+page|\+server|\+layout)(?:\.|$)/
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|wasm|coffee)$/i
const URL_LIKE = /^(?:https?|blob|applewebdata|capacitor|ionic|app):\/\//

/**
 * Returns what names a frame's file whatever machine, release or bundle it ran from: the last part of its path
 * in lower case, without query and with content hashes as `<hash>`; for a name such as `index.js` its folder too.
 * An address that is no script (code inside a page) is `<page>`. Looks at the last 1,024 characters.
 */
export function fileIdentity(path: string): string {
  const url = URL_LIKE.test(path)
  const clean = path.slice(-MAX_PATH).replace(/[?#].*$/s, '').replaceAll('\\', '/')
  if (url && !SCRIPT.test(clean)) return '<page>'
  const parts = clean.split('/')
  const name = withoutHashes(parts.at(-1) ?? '').toLowerCase()
  const folder = parts.at(-2)
  // The folder of a deployment (`/srv/release-42/index.js`) or a host says nothing lasting.
  if (folder === undefined || folder === '' || !GENERIC.test(name) || (url && parts.length <= 4)) return name
  return `${withoutHashes(folder).replace(/\d+/g, '<int>').toLowerCase()}/${name}`
}

/** Replaces the parts of a file or module name that bundlers make from its content. */
export function withoutHashes(name: string): string {
  return name
    .split(/([.\-_])/)
    .map((part) => (isContentHash(part) ? '<hash>' : part))
    .join('')
}

function isContentHash(part: string): boolean {
  if (part.length < 6 || part.length > 64 || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false
  if (/^(?:[\da-f]+|[\dA-F]+)$/.test(part)) return true
  return part.length >= 8 && (/^[\dA-Z]+$/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part) && /\d.*[A-Za-z]/.test(part)))
}
