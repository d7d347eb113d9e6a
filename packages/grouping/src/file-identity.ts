const MAX_PATH = 1024

/** Names so common that they need their folder to tell which file is meant. */
const GENERIC =
  /^(?:index|main|mod|lib|app|server|page|layout|route|router|handler|controller|service|model|models|views|utils|helpers|types|__init__|\+page|\+server|\+layout)(?:\.|$)/
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|wasm|coffee)$/i
const URL_LIKE = /^(?:https?|blob|applewebdata|capacitor|ionic|app):\/\//

/**
 * Returns what names a frame's file whatever machine, release or bundle it ran from: the last part of its path
 * in lower case, without query and with content hashes as `<hash>`; for a name such as `index.js` its folder too.
 * An address that is no script (code inside a page) is `<page>`. Looks at the last 1,024 characters.
 */
export function fileIdentity(path: string): string {
  const url = URL_LIKE.test(path)
  const clean = withoutQuery(path.length > MAX_PATH ? path.slice(-MAX_PATH) : path)
  if (url && !SCRIPT.test(clean)) return '<page>'
  const slash = clean.lastIndexOf('/')
  const name = withoutHashes(clean.slice(slash + 1)).toLowerCase()
  if (slash <= 0 || !GENERIC.test(name)) return name
  const above = clean.lastIndexOf('/', slash - 1)
  const folder = clean.slice(above + 1, slash)
  // A host (`https://example.com/index.js`) says nothing lasting.
  if (folder === '' || (url && clean[above - 1] === '/')) return name
  return `${withoutHashes(folder).replace(/\d+/g, '<int>').toLowerCase()}/${name}`
}

function withoutQuery(path: string): string {
  const end = path.search(/[?#]/)
  const plain = end < 0 ? path : path.slice(0, end)
  return plain.includes('\\') ? plain.replaceAll('\\', '/') : plain
}

/** Replaces the parts of a file or module name that bundlers make from its content. */
export function withoutHashes(name: string): string {
  if (!/\d/.test(name)) return name
  return name
    .split(/([.\-_])/)
    .map((part) => (isContentHash(part) ? '<hash>' : part))
    .join('')
}

function isContentHash(part: string): boolean {
  if (part.length < 6 || part.length > 64 || !/\d/.test(part) || !/[A-Za-z]/.test(part)) return false
  if (/^(?:[\da-f]+|[\dA-F]+)$/.test(part)) return true
  return (
    part.length >= 8 &&
    (/^[\dA-Z]+$/.test(part) || (/[a-z]/.test(part) && /[A-Z]/.test(part) && /\d.*[A-Za-z]/.test(part)))
  )
}
