import type { StackFrame } from '../../domain/event.ts'

/** Where a frame's file lies, for people: a short path, and the package it belongs to. */
export interface DisplayPath {
  readonly path: string
  readonly package?: string | undefined
}

/** Directories below which installed packages lie, with what of the path names the package. */
const packageRoots: readonly { readonly mark: RegExp; readonly name: RegExp }[] = [
  { mark: /(?:^|[/\\])node_modules[/\\]/g, name: /^(@[^/\\]+[/\\][^/\\]+|[^/\\]+)/ },
  { mark: /(?:^|[/\\])(?:site|dist)-packages[/\\]/g, name: /^([^/\\]+?)(?:\.py)?(?:[/\\]|$)/ },
  { mark: /(?:^|[/\\])gems[/\\]/g, name: /^([^/\\]+?)-\d[^/\\]*[/\\]/ },
  { mark: /(?:^|[/\\])vendor[/\\]/g, name: /^([^/\\]+[/\\][^/\\]+)[/\\]/ },
]

/**
 * Returns a function that shortens paths of one event: files of the application lose the directory they all
 * share, files of packages everything before the package.
 */
export function createPathShortener(frames: readonly StackFrame[]): (frame: StackFrame) => DisplayPath {
  const root = commonDirectory(frames.filter(({ inApp }) => inApp).map(fileOf))
  return (frame) => {
    const file = fileOf(frame)
    if (file === '')
      return {
        path: frame.module ?? '<unknown>',
        package: frame.module === undefined ? undefined : frame.package,
      }
    const installed = inPackage(file)
    if (installed && !frame.inApp) return installed
    if (file.startsWith('node:')) return { path: file, package: 'node' }
    return { path: root !== '' && file.startsWith(root) ? file.slice(root.length) : file }
  }
}

const fileOf = (frame: StackFrame): string => withoutScheme(frame.filename ?? frame.absPath ?? '')

const withoutScheme = (path: string): string =>
  path.startsWith('file://') ? path.slice('file://'.length) : path

function inPackage(file: string): DisplayPath | undefined {
  for (const { mark, name } of packageRoots) {
    const last = [...file.matchAll(mark)].at(-1)
    if (!last) continue
    const start = last.index + last[0].length
    const found = name.exec(file.slice(start))?.[1]
    const directory = last[0].replace(/^[/\\]/, '')
    return { path: directory + file.slice(start), package: found?.replaceAll('\\', '/') }
  }
  return undefined
}

/** The directory, with its last slash, that all absolute paths share; empty when they share none but the root. */
function commonDirectory(files: readonly string[]): string {
  const absolute = files.filter((file) => /^(?:\/|[A-Za-z]:\\|https?:\/\/)/.test(file))
  const [first] = absolute
  if (first === undefined) return ''
  let end = lastSeparator(first)
  for (const file of absolute) {
    while (end > 0 && !file.startsWith(first.slice(0, end))) end = lastSeparator(first.slice(0, end - 1))
  }
  const directory = keepSourceRoot(first.slice(0, end))
  return /^(?:\/|[A-Za-z]:\\|https?:\/\/?)$/.test(directory) ? '' : directory
}

/** `src/` and its like say more than they cost, so the cut is made before them. */
function keepSourceRoot(directory: string): string {
  const found = /[/\\](?:src|lib|dist|build|packages)[/\\]/.exec(directory)
  return found ? directory.slice(0, found.index + 1) : directory
}

const lastSeparator = (path: string): number => Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1
