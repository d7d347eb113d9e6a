import { fileURLToPath } from 'node:url'
import { classifyPath, type FrameKind } from '@culprit/stack'

/** The folder of this package, with the slash before `src` or, once it is built, `dist`. */
const [, ownFolder = ''] = /^(.*[\\/])(?:src|dist)[\\/]/.exec(fileURLToPath(import.meta.url)) ?? []

/** Returns whose code a file is, by its path or `file:` URL. This library's own counts as a dependency wherever it is. */
export function classifyFile(file: string | undefined): FrameKind {
  const kind = classifyPath(file)
  return kind === 'app' && file !== undefined && isOwn(file) ? 'dependency' : kind
}

function isOwn(file: string): boolean {
  const path = file.startsWith('file://') ? file.slice('file://'.length) : file
  return (
    path.startsWith(ownFolder) &&
    /^(?:src|dist)[\\/]/.test(path.slice(ownFolder.length)) &&
    !/\.test\.\w+$/.test(path)
  )
}
