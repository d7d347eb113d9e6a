import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { sniffEditor } from './page/page-settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** A program and its arguments, each handed over as it is: there is no shell. */
interface Launch {
  readonly program: string
  readonly args: readonly string[]
}

/** A place in a file. Line and column are 1-based. */
interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Time an editor's command has to fail; one that still runs then has opened the file (or is the editor). */
const failsWithinMs = 3000

/**
 * Opens a file in the editor of this machine: `CULPRIT_EDITOR` (an id such as `zed`, or a command such as
 * `mate -l {line} {file}`), else the editor whose terminal this is, else `VISUAL` and `EDITOR`. The command is started
 * without a shell and the file is one argument of it, so nothing in a path is interpreted. Whoever calls this hands over
 * files of frames only. Resolves when the editor took it.
 * @throws {Error} when the file is no absolute path of a file, no editor is known, or its command fails.
 */
export async function openInEditor(
  file: string,
  line: number,
  column: number,
  environment: Environment,
): Promise<void> {
  if (!isAbsolute(file) || file.includes('\0') || !isFile(file))
    throw new Error('This frame has no file on this machine.')
  const place = { file, line: positive(line), column: positive(column) }
  const launches = launchesFor(place, environment)
  if (launches.length === 0)
    throw new Error('No editor was found. Set CULPRIT_EDITOR, or choose one in the settings of the page.')
  for (const launch of launches) await start(launch, environment)
}

/** Returns the name of the program that `openInEditor` would start, or undefined; only what is found on the PATH counts. */
export function editorOnThisMachine(environment: Environment): string | undefined {
  const [first] = launchesFor({ file: '/', line: 1, column: 1 }, environment)
  return first && onPath(first.program, environment) ? first.program : undefined
}

const positive = (value: number): number => (Number.isSafeInteger(value) && value > 0 ? value : 1)

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function launchesFor(place: Place, environment: Environment): readonly Launch[] {
  const wanted = environment['CULPRIT_EDITOR'] ?? ''
  if (wanted.includes('{file}') && !wanted.includes('://')) return [customLaunch(wanted, place)]
  const id = known(wanted) ?? sniffEditor(environment)
  return id === undefined ? [] : editorLaunches(id, place, environment)
}

/** Words of the template are arguments; a place-holder never makes more of them. */
function customLaunch(template: string, { file, line, column }: Place): Launch {
  const [program = '', ...args] = template
    .trim()
    .split(/\s+/)
    .map((word) =>
      word
        .replaceAll('{line}', String(line))
        .replaceAll('{column}', String(column))
        .replaceAll('{file}', () => file),
    )
  return { program, args }
}

const ids = ['vscode', 'cursor', 'windsurf', 'zed', 'webstorm', 'idea', 'sublime', 'nvim'] as const

function known(wanted: string): (typeof ids)[number] | undefined {
  return ids.find((id) => id === wanted)
}

function editorLaunches(
  id: string,
  { file, line, column }: Place,
  environment: Environment,
): readonly Launch[] {
  const spot = `${file}:${line}:${column}`
  switch (id) {
    case 'vscode':
      return [{ program: 'code', args: ['-r', '-g', spot] }]
    case 'cursor':
    case 'windsurf':
      return [{ program: id, args: ['-r', '-g', spot] }]
    case 'zed':
      return [{ program: 'zed', args: [spot] }]
    case 'sublime':
      return [{ program: 'subl', args: [spot] }]
    case 'webstorm':
    case 'idea':
      return [{ program: id, args: ['--line', String(line), '--column', String(column), file] }]
    case 'nvim': {
      // A second Neovim would need the terminal; the running one is told by its socket, in numbers and one file name.
      const socket = environment['NVIM']
      if (socket === undefined) return []
      const remote = (...args: readonly string[]): Launch => ({
        program: 'nvim',
        args: ['--server', socket, ...args],
      })
      return [remote('--remote', file), remote('--remote-expr', `cursor(${line}, ${column})`)]
    }
    default:
      return []
  }
}

function start({ program, args }: Launch, environment: Environment): Promise<void> {
  return new Promise((resolve, reject) => {
    const { spawn } = process.getBuiltinModule('node:child_process')
    const child = spawn(program, [...args], {
      stdio: 'ignore',
      detached: true,
      shell: false,
      env: { ...environment },
    })
    const settle = (error?: Error): void => {
      clearTimeout(timer)
      child.unref()
      if (error) reject(error)
      else resolve()
    }
    const timer = setTimeout(() => settle(), failsWithinMs)
    child.once('error', () => settle(new Error(`The editor's command \`${program}\` could not be started.`)))
    child.once('exit', (code) =>
      settle(
        code === 0
          ? undefined
          : new Error(`The editor's command \`${program}\` ended with ${code ?? 'a signal'}.`),
      ),
    )
  })
}

function onPath(program: string, environment: Environment): boolean {
  const places = isAbsolute(program)
    ? [program]
    : (environment['PATH'] ?? '').split(delimiter).map((directory) => join(directory, program))
  return places.some((path) => {
    try {
      accessSync(path, constants.X_OK)
      return statSync(path).isFile()
    } catch {
      return false
    }
  })
}
