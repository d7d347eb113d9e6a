import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  bareEnv,
  createApiClient,
  createTempDir,
  entryOf,
  until,
  type ServedException,
  type TempDir,
} from '@culprit/testkit'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const published = ['wire', 'stack', 'grouping', 'redact', 'view', 'culprit', 'tracker']
const token = 'token-of-the-packed-tracker'

/** What npm says about one tarball. */
interface Packed {
  readonly name: string
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** The line that `--json` prints. */
interface Facts {
  readonly url: string
  readonly dsn: string
}

let dir: TempDir
let packed: readonly Packed[]

beforeAll(async () => {
  dir = await createTempDir('culprit-packages-')
  packed = await pack(dir.path)
  await writeFile(join(dir.path, 'package.json'), '{"name":"consumer","private":true,"type":"module"}\n')
  const tarballs = packed.map(({ filename }) => `./${filename}`)
  await npm(dir.path, [
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    ...tarballs,
  ])
}, 60_000)

afterAll(() => dir.remove())

describe('the packages as published', () => {
  it('are seven, with what runs and what explains it, and without tests and build state', () => {
    expect(packed.map(({ name }) => name).sort()).toEqual(
      published.map((name) => (name === 'culprit' ? name : `@culprit/${name}`)).sort(),
    )
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path)
      expect(paths, name).toEqual(
        expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
      )
      expect(paths.filter((path) => /\.test\.|\.tsbuildinfo$|node_modules/.test(path))).toEqual([])
    }
  })

  it('include the assets of the pages and the styles of the view', () => {
    const pathsOf = (name: string): readonly string[] =>
      packed.find((one) => one.name === name)?.files.map(({ path }) => path) ?? []
    expect(pathsOf('@culprit/tracker')).toEqual(
      expect.arrayContaining(['bin/culprit-tracker.js', 'dist/assets/manifest.json']),
    )
    expect(pathsOf('@culprit/view')).toEqual(expect.arrayContaining(['src/tokens.css', 'src/view.css']))
  })

  it('carry the licence of the repository', async () => {
    const licence = await readFile(join(root, 'LICENSE'), 'utf8')
    for (const name of published)
      expect(await readFile(join(root, 'packages', name, 'LICENSE'), 'utf8'), name).toBe(licence)
  })

  it('have declarations that a strict consumer compiles, library checks on', async () => {
    const names = packed.map(({ name }) => name).filter((name) => name !== 'culprit')
    const lines = names.map((name, index) => `import type * as p${index} from '${name}'`)
    const uses = `import { parseDsn } from '@culprit/wire'\nexport const host: string | undefined = parseDsn('http://k@h/1')?.host\n`
    const types = names.map((_, index) => `typeof p${index}`).join(' | ')
    await writeFile(join(dir.path, 'consumer.ts'), `${lines.join('\n')}\n${uses}export type All = ${types}\n`)
    expect(await compile(dir.path, ['--types', '', 'consumer.ts'])).toMatchObject({ stdout: '' })
  })

  it('have a library whose declarations need those of Node, and of no framework that is not imported', async () => {
    await mkdir(join(dir.path, 'node_modules/@types'), { recursive: true })
    for (const name of ['@types/node', 'undici-types'])
      await symlink(join(root, 'node_modules', name), join(dir.path, 'node_modules', name))
    const paths = [
      'culprit',
      'culprit/http',
      'culprit/logging',
      'culprit/mail',
      'culprit/node',
      'culprit/fetch',
    ]
    const lines = paths.map((path, index) => `import type * as p${index} from '${path}'`)
    const types = paths.map((_, index) => `typeof p${index}`).join(' | ')
    await writeFile(join(dir.path, 'library.ts'), `${lines.join('\n')}\nexport type All = ${types}\n`)
    expect(await compile(dir.path, ['--types', 'node', 'library.ts'])).toMatchObject({ stdout: '' })
  })

  it('have one copy of each class, whichever entry it comes from', async () => {
    const program = `
      import { culprit, ReportHandler, SetupError } from 'culprit'
      import { HttpException, NotFound } from 'culprit/http'
      import { Handler, Logger } from 'culprit/logging'
      import { MailHandler } from 'culprit/mail'
      import { wrap } from 'culprit/fetch'
      const errors = culprit({ name: 'one' })
      errors.registerErrorHandler(NotFound, () => 'the same class')
      const answer = await wrap(() => { throw new NotFound() }, errors)(new Request('http://x.test/'))
      console.log(errors.logger instanceof Logger, new NotFound() instanceof HttpException, await answer.text(),
        ReportHandler.prototype instanceof Handler, MailHandler.prototype instanceof Handler, SetupError.name)`
    await writeFile(join(dir.path, 'one.mjs'), program)
    const { stdout } = await run(process.execPath, ['one.mjs'], { cwd: dir.path })
    expect(stdout).toBe('true true the same class true true SetupError\n')
  })

  it('begin with few files and none of the modules of Node that take long to load', async () => {
    const program = `
      import { registerHooks } from 'node:module'
      const files = []
      registerHooks({ load: (url, context, next) => (url.startsWith('file:') && files.push(url), next(url, context)) })
      await import('culprit')
      const slow = ['crypto', 'http', 'zlib', 'child_process', 'cluster', 'inspector']
      const loaded = slow.filter((name) => process.moduleLoadList.includes('NativeModule ' + name))
      console.log(JSON.stringify({ files: files.length, loaded }))`
    await writeFile(join(dir.path, 'begins.mjs'), program)
    const { stdout } = await run(process.execPath, ['begins.mjs'], { cwd: dir.path })
    const { files, loaded } = JSON.parse(stdout) as {
      readonly files: number
      readonly loaded: readonly string[]
    }
    expect(loaded).toEqual([])
    expect(files).toBeLessThan(10)
  })

  it("run the README's example: the installed command starts, the error becomes an issue with its variables", async () => {
    await using tracker = await startInstalled(dir.path)
    const ended = await runExample(dir.path, tracker.facts.dsn)
    expect(ended).toMatchObject({ code: 1 })
    const api = createApiClient({ url: tracker.facts.url, token })
    const [issue] = await until(async () => nonEmpty(await api.issues()), { what: 'the issue' })
    expect(issue).toMatchObject({ shortId: 'DEFAULT-1', count: '1', metadata: { type: 'TypeError' } })
    const [stored] = await until(async () => nonEmpty(await api.events(issue?.id ?? '')), {
      what: 'the event',
    })
    const event = await api.event(stored?.eventID ?? '')
    const { values } = entryOf<{ readonly values: readonly ServedException[] }>(event, 'exception')
    expect(values.at(-1)?.stacktrace?.frames.at(-1)?.vars).toMatchObject({ coupon: '<null>' })
    const page = await fetch(new URL('/sign-in', tracker.facts.url))
    const style = /href="([^"]+\.css)"/.exec(await page.text())?.[1] ?? ''
    expect((await fetch(new URL(style, tracker.facts.url))).headers.get('content-type')).toContain('text/css')
  })

  it('keep what is reported while exiting: the program that sends it is found', async () => {
    await using tracker = await startInstalled(dir.path)
    const program = `
      import { culprit } from 'culprit'
      const errors = culprit({ name: 'exits', dsn: ${JSON.stringify(tracker.facts.dsn)}, report: { spoolDir: 'spool' },
      })
      errors.captureException(new RangeError('at the end'))
      process.exit(3)`
    await writeFile(join(dir.path, 'exits.mjs'), program)
    await run(process.execPath, ['exits.mjs'], { cwd: dir.path }).catch(() => undefined)
    const api = createApiClient({ url: tracker.facts.url, token })
    const [issue] = await until(async () => nonEmpty(await api.issues('is:unresolved RangeError')), {
      what: 'the issue',
    })
    expect(issue).toMatchObject({ metadata: { type: 'RangeError', value: 'at the end' } })
  })

  it("run the README's application: its error handler answers", async () => {
    const port = await freePort()
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const [, example = ''] = /```ts\n([^]*?)```/.exec(readme) ?? []
    expect(example).toContain('culprit/express')
    await writeFile(join(dir.path, 'app.ts'), example.replace('3000', String(port)))
    await symlink(join(root, 'node_modules/express'), join(dir.path, 'node_modules/express'))
    const child = spawn(process.execPath, ['app.ts'], { cwd: dir.path, stdio: 'inherit' })
    try {
      const answer = await until(() => fetch(`http://127.0.0.1:${port}/item/7`).catch(() => undefined), {
        what: 'the application',
      })
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual({ error: 'There is no item 7' })
    } finally {
      child.kill()
    }
  })
})

/** Compiles as a careful user does: strict, and with the declarations of packages checked. */
async function compile(cwd: string, args: readonly string[]): Promise<unknown> {
  const flags =
    '--noEmit --strict --module nodenext --target es2024 --lib es2024,dom --exactOptionalPropertyTypes'
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return run(process.execPath, [tsc, ...flags.split(' '), ...args], { cwd }).catch((error: unknown) => error)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function pack(into: string): Promise<readonly Packed[]> {
  const workspaces = published.flatMap((name) => ['--workspace', `packages/${name}`])
  const out = await npm(root, [
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    into,
    ...workspaces,
  ])
  const listed: unknown = JSON.parse(out)
  // npm 11 and older answer with a list, newer ones with an object by name.
  return Object.values(listed as Record<string, Packed>)
}

async function npm(cwd: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('npm', args, {
    cwd,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  })
  return stdout
}

async function startInstalled(cwd: string): Promise<AsyncDisposable & { readonly facts: Facts }> {
  expect(await readdir(join(cwd, 'node_modules/.bin'))).toContain('culprit-tracker')
  const program = join(cwd, 'node_modules/@culprit/tracker/bin/culprit-tracker.js')
  const child = spawn(process.execPath, [program, '--json', '--port', '0'], {
    cwd,
    env: { ...bareEnv(), CULPRIT_API_TOKEN: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('exit', (code) => reject(new Error(`The installed tracker ended with code ${code}`)))
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  return { facts: JSON.parse(line) as Facts, [Symbol.asyncDispose]: stop }
}

/** Runs the README's JavaScript with the SDK of this repository, so that nothing is downloaded for it. */
async function runExample(cwd: string, dsn: string): Promise<unknown> {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const [, example = ''] = /```js\n([^]*?)```/.exec(readme) ?? []
  expect(example).toContain('@sentry/node')
  // The SDK reads variables through an inspector on a thread of its own, which a busy machine starts late.
  expect(example).toContain(', 500)')
  await writeFile(join(cwd, 'app.mjs'), example.replace(', 500)', ', 3000)'))
  await mkdir(join(cwd, 'node_modules/@sentry'), { recursive: true })
  await symlink(join(root, 'node_modules/@sentry/node'), join(cwd, 'node_modules/@sentry/node'))
  const env = { ...bareEnv(), SENTRY_DSN: dsn }
  return run(process.execPath, ['app.mjs'], { cwd, env }).catch((error: unknown) => error)
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined
}
