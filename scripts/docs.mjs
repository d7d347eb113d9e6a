// Keeps the parts of the manual that come from code equal to the code. `node scripts/docs.mjs` writes them;
// with `--check` it only compares, and ends with 1 when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { discardReasons } from '@culprit/wire'
import { settingsTable } from '../packages/tracker/dist/config/help.js'

const root = fileURLToPath(new URL('..', import.meta.url))

const reasonsTable = () =>
  [
    '| Reason | What it means |',
    '|---|---|',
    ...discardReasons.map(({ reason, description }) => `| \`${reason}\` | ${description} |`),
  ].join('\n')

/** Page, name of the marked part, and what belongs there. */
const parts = [
  { page: 'docs/configuration.md', name: 'settings', text: settingsTable() },
  { page: 'docs/limits.md', name: 'reasons', text: reasonsTable() },
]

const check = process.argv.includes('--check')
for (const { page, name, text } of parts) {
  const before = readFileSync(`${root}/${page}`, 'utf8')
  const part = new RegExp(`(<!-- ${name}: made by scripts/docs.mjs -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!part.test(before)) throw new Error(`${page} has no part "${name}"`)
  const after = before.replace(part, (_, open, close) => `${open}${text}\n${close}`)
  if (after === before) continue
  if (!check) writeFileSync(`${root}/${page}`, after)
  else {
    process.stderr.write(`${page}: the part "${name}" differs from the code; run node scripts/docs.mjs\n`)
    process.exitCode = 1
  }
}
