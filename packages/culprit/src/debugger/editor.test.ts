import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTempDir, until, type TempDir } from '@culprit/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { editorOnThisMachine, openInEditor } from './editor.ts'

let dir: TempDir
let seen: string

/** A command that writes down its arguments, one a line. */
async function fakeCommand(name: string, body = ''): Promise<void> {
  const path = join(dir.path, name)
  await writeFile(
    path,
    `#!/bin/sh\nfor each in "$@"; do printf '%s\\n' "$each" >> '${seen}'; done\n${body}\n`,
  )
  await chmod(path, 0o755)
}

beforeAll(async () => {
  dir = await createTempDir('culprit-editor-')
  seen = join(dir.path, 'seen')
})
afterAll(() => dir.remove())

const environment = (more: Record<string, string>): Record<string, string> => ({
  PATH: `${dir.path}:/usr/bin:/bin`,
  ...more,
})

async function argumentsOf(file: string, more: Record<string, string>): Promise<readonly string[]> {
  await writeFile(seen, '')
  await openInEditor(file, 12, 5, environment(more))
  return (await readFile(seen, 'utf8')).trimEnd().split('\n')
}

describe.skipIf(process.platform === 'win32')('openInEditor()', () => {
  it('hands file, line and column to the editor of the terminal', async () => {
    await fakeCommand('code')
    const file = join(dir.path, 'shop.ts')
    await writeFile(file, '')
    expect(await argumentsOf(file, { TERM_PROGRAM: 'vscode' })).toEqual(['-r', '-g', `${file}:12:5`])
  })

  it('follows CULPRIT_EDITOR: an id, or a command with place-holders', async () => {
    await fakeCommand('webstorm')
    await fakeCommand('mine')
    const file = join(dir.path, 'shop.ts')
    await writeFile(file, '')
    expect(await argumentsOf(file, { CULPRIT_EDITOR: 'webstorm' })).toEqual([
      '--line',
      '12',
      '--column',
      '5',
      file,
    ])
    expect(await argumentsOf(file, { CULPRIT_EDITOR: 'mine -l {line} {file}' })).toEqual(['-l', '12', file])
  })

  it('interprets nothing in a path: no shell, no second argument', async () => {
    await fakeCommand('mine')
    const file = join(dir.path, `$(touch ${'pwned'}) ; touch pwned & {line} '".ts`.replaceAll('/', ''))
    await writeFile(file, '')
    expect(await argumentsOf(file, { CULPRIT_EDITOR: 'mine {file}' })).toEqual([file])
    expect(await readFile(join(dir.path, 'pwned'), 'utf8').catch(() => 'none')).toBe('none')
  })

  it('tells the running Neovim by its socket', async () => {
    await fakeCommand('nvim')
    const file = join(dir.path, 'shop.ts')
    await writeFile(file, '')
    expect(await argumentsOf(file, { EDITOR: 'nvim', NVIM: '/run/nvim.sock' })).toEqual([
      '--server',
      '/run/nvim.sock',
      '--remote',
      file,
      '--server',
      '/run/nvim.sock',
      '--remote-expr',
      'cursor(12, 5)',
    ])
    await expect(openInEditor(file, 1, 1, environment({ EDITOR: 'nvim' }))).rejects.toThrow(
      'No editor was found',
    )
  })

  it('refuses what is no file of this machine', async () => {
    for (const file of [
      'src/shop.ts',
      'node:fs',
      'https://shop.example/x.js',
      '/no/such/file.ts',
      `${dir.path}`,
      `${dir.path}/a\0b`,
      '-e',
    ])
      await expect(openInEditor(file, 1, 1, environment({ EDITOR: 'code' }))).rejects.toThrow(
        'no file on this machine',
      )
  })

  it('says why an editor did not take it', async () => {
    await fakeCommand('zed', 'exit 3')
    const file = join(dir.path, 'shop.ts')
    await writeFile(file, '')
    await expect(openInEditor(file, 1, 1, environment({ EDITOR: 'zed' }))).rejects.toThrow(
      '`zed` ended with 3',
    )
    await expect(openInEditor(file, 1, 1, environment({ EDITOR: 'subl' }))).rejects.toThrow(
      'could not be started',
    )
    await expect(openInEditor(file, 1, 1, environment({ EDITOR: 'ed' }))).rejects.toThrow(
      'Set CULPRIT_EDITOR',
    )
  })

  it('does not wait for an editor that stays', async () => {
    await fakeCommand('subl', `echo started >> '${join(dir.path, 'stays')}'; sleep 8`)
    const file = join(dir.path, 'shop.ts')
    await writeFile(file, '')
    await openInEditor(file, 1, 1, environment({ EDITOR: 'subl' }))
    await until(async () =>
      (await readFile(join(dir.path, 'stays'), 'utf8').catch(() => '')).includes('started'),
    )
  })
})

describe.skipIf(process.platform === 'win32')('editorOnThisMachine()', () => {
  it('names an editor whose command exists', async () => {
    await fakeCommand('cursor')
    expect(editorOnThisMachine(environment({ EDITOR: 'cursor --wait' }))).toBe('cursor')
    expect(editorOnThisMachine({ PATH: '/nowhere', EDITOR: 'cursor' })).toBeUndefined()
    expect(editorOnThisMachine(environment({}))).toBeUndefined()
  })
})
