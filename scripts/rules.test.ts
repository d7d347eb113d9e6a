import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A page that goes through the rules of a reference, with how many rules of each name there are. */
interface RulePage {
  readonly page: string
  readonly counts: Readonly<Record<string, number | readonly (readonly [from: number, to: number])[]>>
  /** Where the tests are, as patterns of paths; names like T1 mean something else elsewhere. @default everywhere */
  readonly tests?: readonly string[]
}

const everywhere: readonly string[] = [
  'packages/*/{src,test}/**/*.test.{ts,tsx}',
  'packages/testkit/src/contracts/**/*.ts',
  'e2e/*.test.ts',
]

const rulePages: readonly RulePage[] = [
  {
    page: 'docs/rules/error-handling.md',
    counts: {
      'REG-': 21,
      'LKP-': 15,
      'DSP-': 17,
      'UNH-': 14,
      'CFG-': 10,
      'FIN-': 5,
      'TRD-': 6,
      'SIG-': 2,
      'DBGH-': 4,
      'ABT-': 5,
      'GEN-': 7,
      'EXC-': 16,
      'Trap ': 15,
    },
  },
  { page: 'docs/rules/alerts.md', counts: { 'ALR-': 38 } },
  { page: 'docs/rules/sessions.md', counts: { 'SES-': 8 } },
  {
    page: 'docs/rules/logging.md',
    counts: {
      L: 5,
      T: 22,
      R: 3,
      F: 9,
      H: 3,
      'LOG-': 9,
      'FMT-': 5,
      'MAIL-': 4,
      'FILE-': 4,
      '3.3.': 13,
    },
    tests: ['packages/culprit/src/{logging,mail}/**/*.test.ts', 'packages/culprit/src/culprit.test.ts'],
  },
  {
    page: 'docs/rules/debugger.md',
    counts: {
      'WZD-': [
        [1, 6],
        [10, 16],
        [20, 28],
      ],
      'PIN-': 10,
      'HST-': 3,
      'HTM-': 14,
      'HID-': 6,
      'CON-': 9,
      'REP-': 3,
      'SRV-': 3,
      N: 11,
    },
  },
  {
    page: 'docs/rules/development-server.md',
    counts: { 'RLD-': 8, 'RUN-': 7, 'CLI-': 5, 'EXT-': 2 },
    tests: ['packages/culprit/test/{development,doctor}/*.test.ts'],
  },
  {
    page: 'docs/rules/destinations.md',
    counts: { 'CHN-': 30 },
  },
]

/** A row of such a page. */
interface RuleRow {
  readonly rule: string
  /** How it is applied, or why not. */
  readonly here: string
}

describe.each(rulePages)('$page', ({ page, counts, tests = everywhere }) => {
  const tested = testedRules(tests)
  const rows = rowsOf(readFileSync(join(root, page), 'utf8'))
  const known = Object.entries(counts).flatMap(([name, count]) =>
    (typeof count === 'number' ? [[1, count] as const] : count).flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, index) => `${name}${from + index}`),
    ),
  )

  it('has every rule of the reference once, in its order within each name, and no other', () => {
    expect(rows.map(({ rule }) => rule)).toEqual(known)
  })

  it.each(rows)('$rule is applied and tested, or says why not', ({ here }) => {
    expect(here).toMatch(/^applied|^not applicable .*because /)
  })

  it.each(rows.filter(({ here }) => here.startsWith('applied')))('$rule has a test', ({ rule, here }) => {
    const by = /^applied by ((?:[A-Z]+-?\d+(?:, )?)+)/.exec(here)?.[1]
    for (const needed of by?.split(', ') ?? [rule]) expect(tested).toContain(needed)
  })
})

/** Returns the rows of the tables of a page that begin with a rule. */
function rowsOf(markdown: string): readonly RuleRow[] {
  return [...markdown.matchAll(/^\| ([A-Z][A-Za-z]*[- ]?\d+|3\.3\.\d+) \| .* \| (.*) \|$/gm)].map(
    ([, rule = '', here = '']) => ({
      rule,
      here,
    }),
  )
}

/** Returns the rules that tests, contracts and checked examples of the manual name; `REG-8 to REG-11` names four. */
function testedRules(tests: readonly string[]): ReadonlySet<string> {
  const files = globSync(tests, { cwd: root, exclude: ['**/node_modules/**'] })
  const rules = new Set<string>()
  for (const file of files) addRules(rules, withoutComments(readFileSync(join(root, file), 'utf8')))
  for (const page of globSync('docs/**/*.md', { cwd: root })) {
    for (const [check] of readFileSync(join(root, page), 'utf8').matchAll(/^```(?:http|text) .*$/gm))
      addRules(rules, check)
  }
  return rules
}

function addRules(rules: Set<string>, text: string): void {
  for (const [, name = '', first, last = first] of text.matchAll(
    /\b([A-Z]+-?|3\.3\.)(\d+)\b(?: to \1(\d+)\b)?/g,
  )) {
    for (let number = Number(first); number <= Number(last); number += 1) rules.add(`${name}${number}`)
  }
}

/** A rule that a comment names is not tested by that. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}
