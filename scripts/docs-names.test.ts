import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as library from '../packages/culprit/src/index.ts'
import * as http from '../packages/culprit/src/http/index.ts'
import * as logging from '../packages/culprit/src/logging/index.ts'
import * as mail from '../packages/culprit/src/mail/index.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (page: string): string => readFileSync(join(root, 'docs', page), 'utf8')

describe('names in the manual', () => {
  it.each([...http.defaultExceptions])('has a row for %i', (code, { name }) => {
    expect(read('http-exceptions.md')).toContain(`| ${code} | \`${name}\` |`)
  })

  it('has a row for every option of culprit()', () => {
    const page = read('error-handlers.md')
    expect(knownOptions().filter((option) => !page.includes(`| \`${option}\` |`))).toEqual([])
  })

  it('mentions everything that culprit, culprit/http, culprit/logging and culprit/mail export', () => {
    const manual = globSync('**/*.md', { cwd: join(root, 'docs') })
      .map(read)
      .join('\n')
    const names = [library, http, logging, mail].flatMap((entry) => Object.keys(entry))
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(manual))).toEqual([])
  })
})

/** Returns the options that the message for an unknown one lists, and those that Culprit adds. */
function knownOptions(): readonly string[] {
  try {
    Reflect.apply(library.culprit, undefined, [{ nmae: 'shop' }])
  } catch (error) {
    const known = /Known are (.*)\.$/.exec(error instanceof Error ? error.message : '')?.[1]
    if (known !== undefined) return [...known.split(', '), 'productionHandlers']
  }
  throw new Error('An unknown option is not refused')
}
