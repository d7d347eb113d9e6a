import type { Representation } from './context.ts'

/** A path taken apart: without its suffix, and what the suffix asked for. */
export interface RepresentationPath {
  readonly path: string
  readonly suffix?: 'json' | 'md' | undefined
}

/** Returns `/issues/DEFAULT-1` and `json` for `/issues/DEFAULT-1.json`. Other suffixes belong to the path. */
export function splitSuffix(pathname: string): RepresentationPath {
  const match = /^(.*[^/])\.(json|md)$/.exec(pathname)
  if (!match?.[1]) return { path: pathname }
  return { path: match[1], suffix: match[2] === 'md' ? 'md' : 'json' }
}

/** Returns what a request wants: its suffix decides, else an `Accept` that names JSON or Markdown and not HTML. */
export function representationOf(pathname: string, accept: string | null): Representation {
  const { suffix } = splitSuffix(pathname)
  if (suffix) return suffix
  if (accept === null || accept.includes('text/html')) return 'html'
  if (accept.includes('application/json')) return 'json'
  return accept.includes('text/markdown') ? 'md' : 'html'
}
