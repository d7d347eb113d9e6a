import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync, cpSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint')

/** One wrong import a row: the file that has it, what it imports, and a word of the message. */
const wrong: readonly (readonly [file: string, source: string, word: string])[] = [
  ['packages/wire/src/a.ts', `import { readFileSync } from 'node:fs'; readFileSync('x')`, 'pure'],
  [
    'packages/wire/src/b.ts',
    `import type { Frame } from '@culprit/stack'; export type F = Frame`,
    'none of our packages',
  ],
  [
    'packages/grouping/src/a.ts',
    `import type { Dsn } from '@culprit/wire'; export type D = Dsn`,
    'stack only',
  ],
  [
    'packages/view/src/a.ts',
    `import type { Config } from '@culprit/tracker'; export type C = Config`,
    'stack only',
  ],
  [
    'packages/culprit/src/http/a.ts',
    `import type { X } from '../logging/x.ts'; export type Y = X`,
    'to its left',
  ],
  [
    'packages/culprit/src/report/a.ts',
    `import type { X } from '@culprit/view'; export type Y = X`,
    'Only debugger/ and mail/',
  ],
  [
    'packages/tracker/src/domain/a.ts',
    `import type { X } from '../ports/x.ts'; export type Y = X`,
    'no other layer',
  ],
  ['packages/tracker/src/domain/b.ts', `import { randomUUID } from 'node:crypto'; randomUUID()`, 'pure'],
  [
    'packages/tracker/src/digest/a.ts',
    `import type { X } from '../engines/sqlite/x.ts'; export type Y = X`,
    'domain, ports, encoding only',
  ],
  [
    'packages/tracker/src/digest/normalise/a.ts',
    `import type { X } from '../../web/x.ts'; export type Y = X`,
    'domain, ports, encoding only',
  ],
  [
    'packages/tracker/src/web/a.ts',
    `import type { X } from '../ingest/x.ts'; export type Y = X`,
    'domain, ports',
  ],
  [
    'packages/tracker/src/engines/a.ts',
    `import type { X } from '../digest/x.ts'; export type Y = X`,
    'domain, ports, encoding only',
  ],
  [
    'packages/tracker/src/api/a.ts',
    `import type { X } from '@culprit/view'; export type Y = X`,
    'Only web/ and notify/',
  ],
  [
    'packages/tracker/src/ingest/a.ts',
    `import type { X } from '@culprit/testkit'; export type Y = X`,
    'tracker may import',
  ],
  [
    'packages/tracker/src/ingest/b.ts',
    `import type { X } from '../../../wire/src/dsn.ts'; export type Y = X`,
    'imported by name',
  ],
]

let scratch = ''

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'culprit-layers-'))
  for (const name of ['oxlint.config.ts', 'tsconfig.base.json', 'package.json'])
    cpSync(join(root, name), join(scratch, name))
  cpSync(join(root, 'scripts'), join(scratch, 'scripts'), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'))
})

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true })
})

function lint(file: string, source: string): string {
  const path = join(scratch, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${source}\n`)
  const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '-f', 'default', dirname(file)], {
    cwd: scratch,
    encoding: 'utf8',
  })
  rmSync(path)
  // The default format wraps long lines, so the words are compared without line breaks.
  return (stdout + stderr).replaceAll(/\s+/g, ' ')
}

describe('layer rules', () => {
  it.each(wrong)('%s may not: %s', (file, source, word) => {
    const output = lint(file, source)
    expect(output).toContain('no-restricted-imports')
    expect(output).toContain(word)
  })

  it('let right imports pass', () => {
    const output = lint(
      'packages/tracker/src/digest/ok.ts',
      `import type { X } from '../domain/x.ts'; import type { D } from '@culprit/wire'; export type Y = X | D`,
    )
    expect(output).not.toContain('no-restricted-imports')
  })

  it('see cycles, default exports, any and floating promises', () => {
    mkdirSync(join(scratch, 'packages/wire/src'), { recursive: true })
    writeFileSync(
      join(scratch, 'packages/wire/src/one.ts'),
      `import type { B } from './two.ts'\nexport type A = B | 1\n`,
    )
    expect(
      lint('packages/wire/src/two.ts', `import type { A } from './one.ts'\nexport type B = A | 2`),
    ).toContain('no-cycle')
    expect(lint('packages/wire/src/three.ts', 'export default 1')).toContain('no-default-export')
    expect(lint('packages/wire/src/four.ts', 'export function f(x: any): number { return x }')).toContain(
      'no-explicit-any',
    )
  })
})

function sourceFiles(dir: string): string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`
    if (entry.isDirectory()) return ['dist', 'node_modules'].includes(entry.name) ? [] : sourceFiles(path)
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : []
  })
}

describe('the linter', () => {
  it('has looked at every source file', () => {
    const seen = new Set(
      execFileSync(process.execPath, [oxlint, '--debug=files'], { cwd: root, encoding: 'utf8' })
        .split('\n')
        .map((line) => line.trim().replaceAll('\\', '/')),
    )
    const files = ['packages', 'scripts', 'bench', 'e2e'].flatMap(sourceFiles)
    expect(files.length).toBeGreaterThan(100)
    expect(files.filter((file) => !seen.has(file))).toEqual([])
  })
})
