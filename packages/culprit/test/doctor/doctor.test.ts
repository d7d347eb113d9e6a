import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createApiClient, createSmtpSink, runTracker } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { type DevRun, devRun, type Files } from '../development/dev-run.ts'

type Variables = Readonly<Record<string, string>>

/** Runs `culprit doctor app.ts` to its end. */
async function doctor(files: Files, env: Variables = {}, flags: readonly string[] = []): Promise<DevRun> {
  const run = await devRun({
    files: { 'package.json': '{ "type": "module" }', ...files },
    args: () => ['doctor', 'app.ts', ...flags],
    env: { NODE_ENV: 'production', ...env },
  })
  await run.ended
  return run
}

/** What the manual sets up in production. */
const shop = `import { createServer } from 'node:http'
import { culprit } from 'culprit'
import { FileHandler } from 'culprit/logging'
import { MailHandler } from 'culprit/mail'
import { wrap } from 'culprit/node'
const errors = culprit({
  name: 'shop',
  productionHandlers: () => [
    new FileHandler('log/shop.log', { delay: true }),
    new MailHandler({ from: 'shop@x.test', to: 'dev@x.test', mailhost: process.env['MAIL'] ?? '' }),
  ],
})
createServer(wrap((_request, response) => response.end('ok'), errors)).listen(Number(process.env['PORT'] ?? 3000))
`

// The tracker needs Node 24; the library is run on older ones, too.
const isTooOld = Number.parseInt(process.versions.node, 10) < 24
const isRoot = process.getuid?.() === 0

describe('culprit doctor', () => {
  it.skipIf(isTooOld)(
    'finds a healthy application healthy, against a real tracker and mail server',
    async () => {
      await using tracker = await runTracker()
      await using sink = await createSmtpSink({ kind: 'auth', user: 'shop', password: 's3cret-pass' })
      const env = { MAIL: sink.url, CULPRIT_DSN: tracker.dsn, CULPRIT_SPOOL_DIR: 'spool' }
      await using run = await doctor({ 'app.ts': shop }, env)
      const { output } = run
      expect(output).toMatch(/^ok {4}application +\S+app\.ts loads and listens$/m)
      expect(output).toMatch(/^ok {4}debug +off$/m)
      expect(output).toMatch(/^ok {4}logs +\S+\/log can be made in /m)
      expect(output).toMatch(/^ok {4}spool +\S*spool\/mail can be made in /m)
      expect(output).toMatch(/^ok {4}mail +the mail server answers/m)
      expect(output).toMatch(/^ok {4}tracker +the tracker at \S+ answers and takes the key$/m)
      expect(output).toMatch(/^ok {4}clock +as the tracker's$/m)
      expect(output).toMatch(/ 0 failed$/m)
      expect((await run.ended).code).toBe(0)
      // It leaves neither events nor mails behind.
      const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
      expect(await api.issues()).toEqual([])
      expect(sink.mails).toEqual([])
    },
  )

  it.skipIf(isTooOld)('fails where the tracker does not take the key', async () => {
    await using tracker = await runTracker()
    const dsn = tracker.dsn.replace(/\/\/[0-9a-f]{32}/, `//${'0'.repeat(32)}`)
    await using run = await doctor({ 'app.ts': shop }, { CULPRIT_DSN: dsn, MAIL: 'smtp://127.0.0.1:9' })
    expect(run.output).toMatch(/^fail {2}tracker .* does not take the key \(40[13]\); copy the DSN again/m)
    expect((await run.ended).code).toBe(1)
  })

  it('fails where mail server and tracker are away, and shows no password', async () => {
    const env = {
      MAIL: 'smtp://shop:s3cret-pass@127.0.0.1:9',
      CULPRIT_DSN: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1',
    }
    await using run = await doctor({ 'app.ts': shop }, env)
    expect(run.output).toMatch(/^fail {2}mail .*ECONNREFUSED/m)
    expect(run.output).toMatch(/^fail {2}tracker .*ECONNREFUSED; see that it runs/m)
    expect(run.output).not.toMatch(/s3cret|0123456789abcdef/)
    expect((await run.ended).code).toBe(1)
  })

  it.each([
    [
      'an error',
      "throw new RangeError('no stock')",
      /^fail {2}application .*RangeError: no stock \(.*app\.ts:1/m,
    ],
    ['a syntax error', 'const x: number = ;', /^fail {2}application .*SyntaxError.*\(.*app\.ts:1\)/m],
    ['an exit', 'process.exit(3)', /^fail {2}application .*ended with exit code 3/m],
    [
      'a missing package',
      "import 'not-installed'",
      /^fail {2}application .*Cannot find package 'not-installed'/m,
    ],
  ])('fails where the application does not load: %s', async (_what, source, line) => {
    await using run = await doctor({ 'app.ts': source })
    expect(run.output).toMatch(line)
    expect((await run.ended).code).toBe(1)
  })

  it('EXT-2: fails where the application is in debug mode', async () => {
    const source = "import { culprit } from 'culprit'\nculprit({ name: 'shop', debug: true })\n"
    await using byOption = await doctor({ 'app.ts': source }, { NODE_ENV: 'staging' })
    expect(byOption.output).toMatch(/^fail {2}debug +on in shop; /m)
    await using byVariable = await doctor({ 'app.ts': '' }, { NODE_ENV: 'staging', CULPRIT_DEBUG: '1' })
    expect(byVariable.output).toMatch(/^fail {2}debug +on: CULPRIT_DEBUG is set; /m)
    expect((await byVariable.ended).code).toBe(1)
  })

  it('fails where the configuration is wrong, with its place', async () => {
    await using run = await doctor({ 'app.ts': '', 'culprit.config.yaml': 'colour: red' })
    expect(run.output).toMatch(/^fail {2}configuration +\S+culprit\.config\.yaml:1:1: colour is no setting/m)
  })

  it('warns where NODE_ENV is another, and where nobody would hear of an error', async () => {
    await using run = await doctor({ 'app.ts': '' }, { NODE_ENV: 'staging' })
    expect(run.output).toMatch(/^warn {2}environment +NODE_ENV is staging; /m)
    expect(run.output).toMatch(/^warn {2}told +nobody would hear of an error/m)
    expect((await run.ended).code).toBe(0)
  })

  it.runIf(isRoot)('fails for a user who may not write, and says that root may anywhere', async () => {
    const source = `import { FileHandler } from 'culprit/logging'\nnew FileHandler('/LOG/shop.log', { delay: true })\n`
    await using asRoot = await doctor({ 'app.ts': source.replace('/LOG', 'log') })
    expect(asRoot.output).toMatch(/^warn {2}user +root, who may write anywhere/m)
    expect(asRoot.output).toMatch(/^ok {4}logs .*\(by root, who may write anywhere\)$/m)
    const log = join(asRoot.folder, 'secret')
    mkdirSync(log)
    chmodSync(log, 0o700)
    const nobody = 65534
    await using run = await devRun({
      files: { 'app.ts': source.replace('/LOG', log) },
      args: () => ['doctor', 'app.ts'],
      user: nobody,
    })
    await run.ended
    expect(run.output).toMatch(/^fail {2}logs .*cannot be written \(EACCES\); let this user write there/m)
    expect((await run.ended).code).toBe(1)
  })

  it.each([
    [
      'broken',
      '//# sourceMappingURL=gone.js.map\n',
      {},
      /^warn {2}source maps +\S+lib\.js names a source map that is not there/m,
    ],
    [
      'missing',
      '',
      {},
      /^warn {2}source maps +\S+lib\.js was built and has no source map; build with source maps/m,
    ],
    [
      'there',
      '//# sourceMappingURL=lib.js.map\n',
      { 'dist/lib.js.map': '{"version":3,"mappings":"AAAA","sources":["lib.ts"],"names":[]}' },
      /^ok {4}source maps +found for 1 file\(s\)$/m,
    ],
  ])('tells whether source maps are found: %s', async (_what, comment, more, line) => {
    const files = { 'app.ts': "import './dist/lib.js'\n", 'dist/lib.js': `export const one = 1\n${comment}` }
    await using run = await doctor({ ...files, ...(more as Files) })
    expect(run.output).toMatch(line)
  })

  it('does not take the port of the application that runs in earnest, and serves nobody', async () => {
    const source = `import { createServer } from 'node:http'
const server = createServer().listen(Number(process.env['PORT']), '0.0.0.0', () => {
  const { address, port } = server.address() as { address: string, port: number }
  if (address !== '127.0.0.1' || port === 81) throw new Error(\`listens on \${address}:\${port}\`)
})
`
    await using run = await doctor({ 'app.ts': source }, { PORT: '81' })
    expect(run.output).toMatch(/^ok {4}application .* loads and listens$/m)
  })
})

describe('culprit doctor --json, --compare', () => {
  it('says what differs between two environments, by name alone', async () => {
    await using there = await doctor(
      { 'app.ts': '' },
      { DATABASE_URL: 'postgres://a:there-secret@db/x', ONLY_THERE: '1', SAME: 'x' },
      ['--json'],
    )
    const report: unknown = JSON.parse(there.output)
    expect(report).toMatchObject({ version: 1, facts: { node: process.versions.node } })
    expect(there.output).not.toContain('there-secret')
    const files = { 'app.ts': '', 'there.json': there.output }
    const env = {
      DATABASE_URL: 'postgres://a:here-secret@db/x',
      ONLY_HERE: '1',
      SAME: 'x',
      NODE_ENV: 'staging',
    }
    await using here = await doctor(files, env, ['--compare', 'there.json'])
    expect(here.output).toMatch(/^Differences from there\.json of \d{4}-/m)
    for (const line of [
      'variable DATABASE_URL: another value',
      'variable NODE_ENV: another value',
      'variable ONLY_HERE: only here',
      'variable ONLY_THERE: only there',
      'check environment: here warn, there ok',
    ])
      expect(here.output).toContain(`  ${line}\n`)
    expect(here.output).not.toMatch(/SAME|secret/)
    await using json = await doctor(files, env, ['--compare', 'there.json', '--json'])
    expect((JSON.parse(json.output) as { differences: string[] }).differences).toContain(
      'variable ONLY_HERE: only here',
    )
  })

  it('compares the versions of packages', async () => {
    const manifest = '{ "type": "module", "dependencies": { "hono": "*" } }'
    await using there = await doctor({ 'app.ts': '', 'package.json': manifest }, {}, ['--json'])
    const other = there.output.replace(/"hono": "[^"]+"/, '"hono": "1.0.0"')
    await using here = await doctor({ 'app.ts': '', 'package.json': manifest, 'there.json': other }, {}, [
      '--compare',
      'there.json',
    ])
    expect(here.output).toMatch(/^ {2}package hono: here \d+\.\d+\.\d+, there 1\.0\.0$/m)
  })

  it.each([
    [['--compare', 'none.json'], /--compare none\.json: ENOENT/],
    [['--compare', 'package.json'], /--compare package\.json: this is no report; make one with/],
    [['--nonsense'], /--nonsense/],
    [['second.ts'], /unexpected argument 'second\.ts'/],
  ])('refuses %j with 2', async (flags, reason) => {
    await using run = await doctor({ 'app.ts': '' }, {}, flags)
    expect((await run.ended).code).toBe(2)
    expect(run.output).toMatch(reason)
    expect(run.output).toMatch(/^culprit: [^\n]+\n$/)
  })
})
