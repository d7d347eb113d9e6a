type Environment = Readonly<Record<string, string | undefined>>

/** A place in a file. */
export interface EditorPlace {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** An editor that this process can start. */
export interface Editor {
  readonly command: string
  readonly open: (place: EditorPlace) => void
}

type Arguments = (place: EditorPlace) => readonly string[]

const gotoFlag: Arguments = ({ file, line, column }) => ['-g', `${file}:${line}:${column}`]
const suffix: Arguments = ({ file, line, column }) => [`${file}:${line}:${column}`]
const flags: Arguments = ({ file, line, column }) => [
  '--line',
  String(line),
  '--column',
  String(column),
  file,
]

/** Editors with a window of their own; one that needs a terminal cannot be started from here. */
const editors: ReadonlyMap<string, Arguments> = new Map([
  ['code', gotoFlag],
  ['code-insiders', gotoFlag],
  ['codium', gotoFlag],
  ['cursor', gotoFlag],
  ['windsurf', gotoFlag],
  ['zed', suffix],
  ['zeditor', suffix],
  ['subl', suffix],
  ['webstorm', flags],
  ['idea', flags],
])

const commandOf: ReadonlyMap<string, string> = new Map([
  ['vscode', 'code'],
  ['sublime', 'subl'],
])

/** Returns the editor that the environment names by `CULPRIT_EDITOR`, `VISUAL` or `EDITOR`, if it can be started. */
export function findEditor(environment: Environment): Editor | undefined {
  for (const name of ['CULPRIT_EDITOR', 'VISUAL', 'EDITOR']) {
    const command = environment[name]?.trim().split(/\s/, 1)[0] ?? ''
    const program = commandOf.get(command) ?? command
    const toArguments = editors.get(program.split(/[\\/]/).at(-1) ?? '')
    if (toArguments !== undefined)
      return { command: program, open: (place) => start(program, toArguments(place)) }
  }
  return undefined
}

/** Without a shell, so that a file's name is nothing but that. */
function start(command: string, args: readonly string[]): void {
  const { spawn } = process.getBuiltinModule('node:child_process')
  const child = spawn(command, [...args], { stdio: 'ignore', detached: true })
  // It is not installed: the page keeps its links.
  child.on('error', () => {})
  child.unref()
}
