import { dirname, extname, resolve } from 'node:path'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'
import { type Stamp, stampOf } from '../stamp.ts'
import type { ParentLink } from './parent-link.ts'

type Sender = Pick<ParentLink, 'send'>

/** What an import without extension may mean in CommonJS. */
const extensions: readonly string[] = ['.js', '.json', '.ts', '.cjs', '.mjs']

/**
 * Tells the development server which files the program loads, by `import` and by `require`, and which it looks for in
 * vain, so that writing them is a change, too. Nothing below node_modules is told. Returns what reads the files so far.
 * Node before 22.15 cannot do this.
 */
export function reportModules(link: Sender): () => readonly string[] {
  // Read off the namespace, since an import by name fails where it is not there.
  const { registerHooks } = nodeModule as Partial<Pick<typeof nodeModule, 'registerHooks'>>
  if (registerHooks === undefined) return () => []
  const report = new FileReport(link)
  registerHooks({
    resolve: (specifier, context, next) => {
      try {
        const found = next(specifier, context)
        report.addUrl(found.url)
        return found
      } catch (error) {
        for (const file of candidates(specifier, context.parentURL)) report.add(file)
        throw error
      }
    },
  })
  return () => report.all
}

/** Collects the files of one turn of the event loop into one message. */
class FileReport {
  readonly #link: Sender
  readonly #known = new Set<string>()
  #waiting: [string, Stamp][] = []

  constructor(link: Sender) {
    this.#link = link
  }

  get all(): readonly string[] {
    return [...this.#known]
  }

  addUrl(url: string): void {
    if (url.startsWith('file:')) this.add(fileURLToPath(url))
  }

  add(file: string): void {
    if (this.#known.has(file) || /[\\/]node_modules[\\/]/.test(file)) return
    this.#known.add(file)
    this.#waiting.push([file, stampOf(file)])
    if (this.#waiting.length === 1) process.nextTick(() => this.#flush())
    // A long synchronous `require` of many files must not make one huge message.
    if (this.#waiting.length >= 500) this.#flush()
  }

  #flush(): void {
    if (this.#waiting.length === 0) return
    this.#link.send({ type: 'files', files: this.#waiting })
    this.#waiting = []
  }
}

/** The files that would have answered a relative or absolute import that failed. */
function candidates(specifier: string, parentUrl: string | undefined): readonly string[] {
  const path = pathOf(specifier, parentUrl)
  if (path === undefined) return []
  if (extname(path) !== '') return [path]
  return [path, ...extensions.flatMap((end) => [path + end, resolve(path, `index${end}`)])]
}

function pathOf(specifier: string, parentUrl: string | undefined): string | undefined {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier)
  if (!/^(\.{0,2}\/|\.{1,2}$)/.test(specifier)) return undefined
  const base = parentUrl?.startsWith('file:') === true ? dirname(fileURLToPath(parentUrl)) : process.cwd()
  return resolve(base, specifier)
}
