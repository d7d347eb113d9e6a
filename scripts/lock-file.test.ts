import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { readonly packages: Readonly<Record<string, LockedPackage>> }

/** Looks a name up as Node does: beside the package, then in each folder above. */
function resolve(from: string, name: string): LockedPackage | undefined {
  for (let folder = from; ; folder = folder.replace(/\/?(node_modules\/)?(@[^/]+\/)?[^/]+$/, '')) {
    const found = packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]
    if (found !== undefined || folder === '') return found
  }
}

describe('the lock file', () => {
  it('lists the packages of every platform, without which npm ci refuses it', () => {
    const wanted = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies).map(([name, version]) => ({ from, name, version })),
    )
    expect(wanted.length).toBeGreaterThan(50)
    const exact = wanted.filter(({ version }) => /^\d/.test(version))
    expect(exact.filter(({ from, name, version }) => resolve(from, name)?.version !== version)).toEqual([])
  })

  it('names no registry', () => {
    expect(text).not.toMatch(/"resolved": "https?:/)
  })
})
