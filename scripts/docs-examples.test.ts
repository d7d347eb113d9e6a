import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { until } from '@culprit/testkit'
import { ask, exchangesOf, pattern } from './docs/exchange.ts'
import { type ExampleCheck, examplesOf } from './docs/examples.ts'
import { type RunningExample, runExample, writeExample } from './docs/run-example.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const directory = mkdtempSync(join(tmpdir(), 'culprit-docs-'))

/** The pages whose every example is run, with their examples. */
const pages = globSync('docs/**/*.md', { cwd: root })
  .sort()
  .map((page) => ({ page, markdown: readFileSync(join(root, page), 'utf8') }))
  .filter(({ markdown }) => /^```ts file=/m.test(markdown))
  .map(({ page, markdown }) => ({ page, examples: examplesOf(markdown) }))

const rows = pages.flatMap(({ page, examples }) =>
  examples.map((example, index) => {
    const place = join(directory, page.replaceAll(/\W+/g, '-'), String(index))
    mkdirSync(place, { recursive: true })
    writeExample(example, place)
    return { page, title: example.title, example, place }
  }),
)

/** Pages that must have examples; others may. */
const mustHave: readonly string[] = [
  'alerts',
  'coming-from-flask',
  'coming-from-python-logging',
  'custom-error-pages',
  'error-handlers',
  'error-mails',
  'http-exceptions',
  'json-errors',
  'log-files',
  'log-formats',
  'other-libraries',
  'scopes',
  'several-applications',
  'testing',
  ...['express', 'fastify', 'fetch', 'hono', 'koa', 'nest', 'node'].map((name) => `frameworks/${name}`),
].map((name) => `docs/${name}.md`)

afterAll(() => rmSync(directory, { recursive: true }))

describe('examples of the manual', () => {
  it('are on each of the pages that teach the library', () => {
    expect(pages.filter(({ examples }) => examples.length > 0).map(({ page }) => page)).toEqual(
      expect.arrayContaining([...mustHave]),
    )
  })

  it.each([
    ['is no file', '```ts\nlet a = 1\n```\n'],
    ['is not run', '```ts file=a.ts\nlet a = 1\n```\n'],
    ['is neither run nor imported', '```ts file=a.ts\n```\n```ts file=b.ts\n```\n```text\n1\n```\n'],
  ])('a block that %s is refused', (_, markdown) => {
    expect(() => examplesOf(markdown)).toThrow(/has no file=|Nothing runs a\.ts/)
  })

  it.each(rows)('$page: $title', async ({ example, place }) => {
    await using running = await runExample(example, place)
    for (const check of example.checks) await expectCheck(check, running)
  })

  it('type-check', () => {
    const compilerOptions = {
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      isolatedModules: false,
      typeRoots: [join(root, 'node_modules', '@types')],
    }
    const config = {
      extends: join(root, 'tsconfig.test.json'),
      compilerOptions,
      include: ['**/*.ts'],
      exclude: [],
    }
    writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config))
    expect(compile()).toBe('')
  }, 60_000)
})

async function expectCheck({ kind, text, of }: ExampleCheck, running: RunningExample): Promise<void> {
  if (kind === 'text') {
    // In vain is well, too: what is missing shows in the comparison.
    await until(() => running.ended() || pattern(text).test(running.output(of))).catch(() => {})
    return expect(running.output(of), running.output()).toMatch(pattern(text))
  }
  const url = await running.url()
  for (const exchange of exchangesOf(text)) {
    const said = `${exchange.method} ${exchange.path}`
    const { status, headers, body } = await ask(url, exchange)
    expect([said, status, body]).toEqual([said, exchange.status, expect.any(String)])
    for (const [name, value] of exchange.answerHeaders) expect(headers.get(name) ?? '').toMatch(whole(value))
    if (exchange.body !== '') expect(body).toMatch(whole(exchange.body))
  }
}

function whole(text: string): RegExp {
  return new RegExp(`^(?:${pattern(text).source})$`)
}

/** Returns what the compiler has to say about all examples. */
function compile(): string {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', directory], {
      encoding: 'utf8',
    })
    return ''
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout)
  }
}
