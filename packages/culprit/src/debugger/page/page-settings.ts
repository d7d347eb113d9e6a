import { editors, isEditorTemplate, type PathMap } from './editors.ts'

/** What the page knows of the machine it is looked at from. */
export interface PageSettings {
  /** Address template of the editor that links open unless the reader chose another. */
  readonly editor: string
  readonly paths: PathMap
  /** Name of the editor that the server can open itself (by POST), where it found one. */
  readonly launches?: string | undefined
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Returns the editor and the paths that the environment tells: `CULPRIT_EDITOR` (an id such as `vscode` or `zed`, or a
 * template such as `myeditor://open{file}:{line}`), else what the terminal is part of; `CULPRIT_EDITOR_PATHS`
 * (`/app=/home/me/shop`, several by commas) for an application in a container.
 */
export function pageSettings(environment: Environment, launches?: string): PageSettings {
  const wanted = environment['CULPRIT_EDITOR'] ?? ''
  const known =
    editors.find(({ id }) => id === wanted) ?? editors.find(({ id }) => id === sniffEditor(environment))
  return {
    editor: isEditorTemplate(wanted) ? wanted : (known ?? vscode).address,
    paths: parsePaths(environment['CULPRIT_EDITOR_PATHS'] ?? ''),
    ...(launches !== undefined && { launches }),
  }
}

const vscode = { address: 'vscode://file{file}:{line}:{column}' } as const

/** Returns the id of the editor whose terminal this process runs in, or that the user's environment names. */
export function sniffEditor(environment: Environment): string | undefined {
  const program = environment['TERM_PROGRAM'] ?? ''
  const forks =
    `${environment['VSCODE_GIT_ASKPASS_MAIN'] ?? ''} ${environment['VSCODE_GIT_ASKPASS_NODE'] ?? ''}`.toLowerCase()
  if (program === 'vscode' || environment['VSCODE_PID'] !== undefined || forks.trim() !== '') {
    if (environment['CURSOR_TRACE_ID'] !== undefined || forks.includes('cursor')) return 'cursor'
    return forks.includes('windsurf') ? 'windsurf' : 'vscode'
  }
  if (program === 'zed' || environment['ZED_TERM'] !== undefined) return 'zed'
  if (/jetbrains/i.test(environment['TERMINAL_EMULATOR'] ?? '')) return 'webstorm'
  if (environment['NVIM'] !== undefined) return 'nvim'
  return editorOfCommand(environment['VISUAL'] ?? environment['EDITOR'] ?? '')
}

/** `code --wait` is VS Code. */
function editorOfCommand(command: string): string | undefined {
  const program = command.trim().split(/\s/, 1)[0]?.split(/[\\/]/).at(-1) ?? ''
  return commands.get(program)
}

const commands: ReadonlyMap<string, string> = new Map([
  ['code', 'vscode'],
  ['code-insiders', 'vscode'],
  ['codium', 'vscode'],
  ['cursor', 'cursor'],
  ['windsurf', 'windsurf'],
  ['zed', 'zed'],
  ['zeditor', 'zed'],
  ['webstorm', 'webstorm'],
  ['idea', 'idea'],
  ['subl', 'sublime'],
  ['sublime_text', 'sublime'],
  ['nvim', 'nvim'],
])

function parsePaths(text: string): PathMap {
  return text
    .split(',')
    .map((pair) => pair.split('='))
    .flatMap(([from = '', to = '']) =>
      from.trim() !== '' && to.trim() !== '' ? [[from.trim(), to.trim()] as const] : [],
    )
    .slice(0, 20)
}
