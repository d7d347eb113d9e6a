import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { type DevRun, devRun, type Files, freePort, wordIs, wordServer } from './dev-run.ts'

/** Prints what it was given, and ends. */
const echo: Files = {
  'app.ts': `const names = ['CULPRIT_DEBUG', 'CULPRIT_USE_DEBUGGER', 'HOST', 'PORT']
console.log(\`\${names.map((name) => process.env[name] ?? '-').join(' ')} \${process.argv.slice(2).join(' ')};\`)
`,
}

async function echoed(
  args: readonly string[],
  more: Parameters<typeof devRun>[0] = { files: {} },
): Promise<DevRun> {
  const run = await devRun({
    ...more,
    files: { ...echo, ...more.files },
    args: () => ['dev', 'app.ts', ...args],
  })
  await run.ended
  return run
}

describe('culprit dev', () => {
  it('CLI-1: sets HOST and PORT, and hands on what comes after --', async () => {
    const port = String(await freePort())
    await using run = await echoed(['--host', '127.0.0.1', '--port', port, '--', '--port', 'x'])
    expect(run.output).toContain(`1 1 127.0.0.1 ${port} --port x;`)
  })

  it.each([
    { what: 'CLI-2: on by itself', expected: '1 1', mode: 'on' },
    {
      what: 'CLI-2: off where the environment says so',
      env: { CULPRIT_DEBUG: 'no' },
      expected: '0 0',
      mode: 'off',
    },
    { what: 'CLI-2: on for any other text', env: { CULPRIT_DEBUG: 'yes' }, expected: '1 1', mode: 'on' },
    {
      what: 'CLI-2, CLI-3: off, whatever is asked of debugger and reloader',
      env: { CULPRIT_DEBUG: '0' },
      flags: ['--debugger', '--reload'],
      expected: '0 0',
      mode: 'off',
    },
    { what: 'EXT-1: on without debugger', flags: ['--no-debugger'], expected: '1 0', mode: 'on' },
    {
      what: 'EXT-1: on for an external debugger, without ours',
      flags: ['--external-debugger'],
      expected: '1 0',
      mode: 'on',
    },
    {
      what: 'EXT-1: on when Node is debugged, without ours',
      flags: ['--inspect=127.0.0.1:0'],
      expected: '1 0',
      mode: 'on',
    },
  ])('$what', async ({ env = {}, flags = [], expected, mode }) => {
    await using run = await echoed(flags, { files: {}, env: variables(env) })
    expect(run.output).toContain(`${expected} - - ;`)
    expect(run.output).toContain(` * Debug mode: ${mode}\n`)
  })

  it('CLI-5, RUN-2: prints the banner once, not again after a reload', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    for (const line of [
      " * Serving application 'app.ts'\n",
      ' * Debug mode: on\n',
      'WARNING: This is a development server. Do not use it in a production deployment.\n',
      ` * Running on http://localhost:${run.port} (on all addresses of this machine)\n`,
      'Press CTRL+C to quit\n',
    ])
      expect(run.output.split(line)).toHaveLength(2)
  })

  it('RUN-3: says in one line who has the port and which is free, and ends with 1', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const port = portOf(server.address())
    await using run = await devRun({
      files: wordServer,
      args: () => ['dev', 'app.ts', '--port', String(port)],
    })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(/^culprit: [^\n]+\n$/)
    expect(run.output).toContain(`port ${port} is in use`)
    if (process.platform === 'linux') expect(run.output).toContain(`(pid ${process.pid})`)
    expect(run.output).toMatch(/stop that program, or choose another port, as in --port \d+/)
    server.close()
  })

  it('RUN-3: says so, too, where the application itself has chosen the port', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const port = portOf(server.address())
    await using run = await devRun({
      files: {
        'app.ts': `import { createServer } from 'node:http'\ncreateServer().listen(${port}).on('error', () => {})\n`,
      },
      args: () => ['dev', 'app.ts'],
    })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(new RegExp(`^culprit: port ${port} is in use.*--port`, 'm'))
    server.close()
  })

  it('RUN-3: names an address that this machine does not have', async () => {
    await using run = await echoed(['--host', '203.0.113.7', '--port', String(await freePort())])
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(/^culprit: this machine has no address '203\.0\.113\.7'.*--host/)
  })

  it.each([
    [['--port', '3e3'], /^culprit: --port must be a whole number from 0 to 65535, not "3e3"\n$/],
    [['--port', '65536'], /--port must be/],
    [['--host', ''], /--host must be a text/],
    [['--config', 'none.yaml'], /the configuration \S+none\.yaml cannot be read/],
    [['--nonsense'], /--nonsense/],
  ])('RUN-1: refuses %j with 2', async (flags, reason) => {
    await using run = await echoed(flags)
    expect((await run.ended).code).toBe(2)
    expect(run.output).toMatch(reason)
    expect(run.output.trimEnd()).not.toContain('\n')
  })

  it('RUN-1: refuses a PORT of the environment that is none', async () => {
    await using run = await echoed([], { files: {}, env: { PORT: 'http' } })
    expect((await run.ended).code).toBe(2)
    expect(run.output).toBe('culprit: PORT must be a whole number from 0 to 65535, not "http"\n')
  })
})

describe('culprit.config.yaml', () => {
  it('EXT-1: externalDebugger turns debugger and reloader off, and leaves debug mode on', async () => {
    const config = '# Debugged by the editor.\ndebug: true\nexternalDebugger: true\n'
    await using run = await echoed([], { files: { 'culprit.config.yaml': config } })
    expect(run.output).toContain('1 0 - - ;')
    expect(run.output).toContain(' * Debugger: off, reloader: off\n')
  })

  const yaml = 'culprit.config.yaml'
  const file = { [yaml]: 'host: 127.0.0.1\n' }
  it.each([
    { what: 'the file', files: file, host: '127.0.0.1' },
    { what: 'JSON', files: { 'culprit.config.json': '{ "host": "127.0.0.1" }' }, host: '127.0.0.1' },
    {
      what: 'a file that is named',
      flags: ['--config', 'etc/dev.yml'],
      files: { 'etc/dev.yml': 'host: 127.0.0.1' },
      host: '127.0.0.1',
    },
    { what: 'the environment over the file', env: { HOST: '127.0.0.2' }, files: file, host: '127.0.0.2' },
    {
      what: 'flags over both',
      env: { HOST: '127.0.0.2' },
      flags: ['--host', '127.0.0.3'],
      files: file,
      host: '127.0.0.3',
    },
  ])('gives settings: $what', async ({ env = {}, flags = [], files, host }) => {
    await using run = await echoed(flags, { files: variables(files), env: variables(env) })
    expect(run.output).toContain(`1 1 ${host} - ;`)
  })

  it('a flag wins over externalDebugger of the file', async () => {
    await using run = await echoed(['--debugger'], {
      files: { 'culprit.config.yaml': 'externalDebugger: true' },
    })
    expect(run.output).toContain('1 1 - - ;')
    expect(run.output).toContain(' * Debugger: on, reloader: off\n')
  })

  it.each([
    ['port: abc', /culprit\.config\.yaml:1:7: port must be a whole number from 0 to 65535, not "abc"\n$/],
    [
      'debug: true\nexternalDebuger: true',
      /culprit\.config\.yaml:2:1: externalDebuger is no setting; did you mean externalDebugger\?\n$/,
    ],
    ['external-debugger: true', /:1:1: external-debugger is no setting; did you mean externalDebugger\?/],
    ['colour: red', /:1:1: colour is no setting; there are debug, useDebugger, /],
    ['extraFiles:\n  - views\n  - 7', /:3:5: extraFiles\[1\] must be a text, not 7/],
    ['extraFiles: views', /:1:13: extraFiles must be a list of texts, not "views"/],
    ['useReloader: yes', /:1:14: useReloader must be true or false, not "yes"/],
    ['port:', /:1:\d+: port must be a whole number from 0 to 65535, not null/],
    ['debug: [true', /culprit\.config\.yaml:\d+:\d+: /],
    ['debug: true\ndebug: false', /:2:1: .*unique/i],
    ['- debug', /culprit\.config\.yaml:1:1: must be settings like "port: 3000"/],
  ])('refuses %j with 2 and its place', async (config, reason) => {
    await using run = await echoed([], { files: { 'culprit.config.yaml': config } })
    expect((await run.ended).code).toBe(2)
    expect(run.output).toMatch(reason)
    expect(run.output).toMatch(/^culprit: [^\n]+\n$/)
  })
})

function portOf(address: unknown): number {
  return Number(Reflect.get(Object(address), 'port'))
}

/** Returns the entries that are there. */
function variables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
