import { describe, expect, it } from 'vitest'
import { editorAddress, editors, isEditorTemplate } from './editors.ts'
import { pageSettings, sniffEditor } from './page-settings.ts'

const place = { file: '/home/me/my shop/src/a#b?c.ts', line: 12, column: 5 }

describe('editorAddress()', () => {
  it.each(editors.map(({ id, address }) => [id, address] as const))(
    'opens a place in %s',
    (_id, template) => {
      const address = editorAddress(template, place, [])
      expect(address).toContain('/home/me/my%20shop/src/a%23b%3Fc.ts')
      expect(address).toContain('12')
      expect(address).not.toContain('{')
    },
  )

  it('maps paths of a container to those of the host, whole folders only', () => {
    const paths = [['/app/', '/home/me/shop']] as const
    const at = (file: string): string | undefined =>
      editorAddress('zed://file{file}:{line}', { ...place, file }, paths)
    expect(at('/app/src/a.ts')).toBe('zed://file/home/me/shop/src/a.ts:12')
    expect(at('/application/a.ts')).toBe('zed://file/application/a.ts:12')
  })

  it('knows paths of Windows', () => {
    expect(editorAddress('vscode://file{file}:{line}', { ...place, file: 'C:\\shop\\a.ts' }, [])).toBe(
      'vscode://file/C:/shop/a.ts:12',
    )
  })

  it('has no address for what is no file, and none that runs something', () => {
    for (const file of ['node:fs', 'src/a.ts', '//host/share', 'https://shop.example/a.js', ''])
      expect(editorAddress('zed://file{file}', { ...place, file }, [])).toBeUndefined()
    for (const template of [
      'javascript://{file}',
      'JavaScript://x{file}',
      'data://{file}',
      'zed://x',
      'x{file}',
      'file://{file}',
    ])
      expect(isEditorTemplate(template)).toBe(false)
  })
})

describe('pageSettings()', () => {
  it('takes CULPRIT_EDITOR as id or template, and the paths', () => {
    expect(pageSettings({ CULPRIT_EDITOR: 'zed' }).editor).toMatch(/^zed:/)
    expect(pageSettings({ CULPRIT_EDITOR: 'mine://open{file}' }).editor).toBe('mine://open{file}')
    expect(pageSettings({ CULPRIT_EDITOR: 'javascript://{file}' }).editor).toMatch(/^vscode:/)
    expect(pageSettings({ CULPRIT_EDITOR_PATHS: '/app=/home/me, /lib=/opt/lib,bad' }).paths).toEqual([
      ['/app', '/home/me'],
      ['/lib', '/opt/lib'],
    ])
  })

  it.each([
    [{ TERM_PROGRAM: 'vscode' }, 'vscode'],
    [{ TERM_PROGRAM: 'vscode', CURSOR_TRACE_ID: 'x' }, 'cursor'],
    [{ TERM_PROGRAM: 'vscode', VSCODE_GIT_ASKPASS_NODE: '/opt/Windsurf/helper' }, 'windsurf'],
    [{ ZED_TERM: 'true' }, 'zed'],
    [{ TERMINAL_EMULATOR: 'JetBrains-JediTerm' }, 'webstorm'],
    [{ NVIM: '/run/nvim.sock' }, 'nvim'],
    [{ EDITOR: '/usr/local/bin/code --wait' }, 'vscode'],
    [{ VISUAL: 'subl -w', EDITOR: 'vim' }, 'sublime'],
    [{ EDITOR: 'vim' }, undefined],
    [{ EDITOR: '__proto__' }, undefined],
    [{}, undefined],
  ])('finds the editor of %j', (environment, editor) => {
    expect(sniffEditor(environment)).toBe(editor)
  })
})
