import { spawn } from 'node:child_process'
import { extname } from 'node:path'
import { isParcel } from '../development/dev-message.ts'
import { doctorVariable, type Examined, loadTimeoutMs } from './examination.ts'
import { checkDebug } from './checks/process-checks.ts'
import type { Finding } from './finding.ts'

/** The application to be loaded. */
export interface LoadOptions {
  /** Absolute. */
  readonly path: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Loading, and then all that is asked of other machines. */
const longestMs = loadTimeoutMs + 30_000

/** What the application prints is kept up to this length, for the case that it cannot be loaded. */
const longestOutput = 20_000

/**
 * Loads the application in a process of its own, as `node FILE` does in this environment, and returns what was found. Its
 * code runs up to the point where it listens; then it is examined and ended.
 */
export async function loadApplication({ path, args, env }: LoadOptions): Promise<readonly Finding[]> {
  const preload = new URL(`./child${extname(import.meta.url)}`, import.meta.url).href
  const child = spawn(process.execPath, ['--import', preload, path, ...args], {
    env: { ...env, [doctorVariable]: String(process.pid) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-longestOutput)))
  const said: Examined[] = []
  child.on('message', (message: unknown) => {
    if (isParcel<Examined>(message)) said.push(message.culprit)
  })
  const stuck = setTimeout(() => child.kill('SIGKILL'), longestMs)
  const ended = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })
  clearTimeout(stuck)
  const examined = said.find((message) => message.type === 'examined')
  if (examined !== undefined) return [loaded(path, examined.hasListened), ...examined.findings]
  const error = said.find((message) => message.type === 'failed')?.error
  return [notLoaded(path, error ?? `it ended with ${ended} ${output}`), checkDebug([], env)]
}

function loaded(path: string, hasListened: boolean): Finding {
  const text = `${path} loads${hasListened ? ' and listens' : '; it does not listen'}`
  return { check: 'application', status: 'ok', text }
}

function notLoaded(path: string, error: string): Finding {
  const [first = '', ...rest] = error.split('\n').filter((line) => line.trim() !== '')
  // Node puts the place before some errors and after others.
  const message = [first, ...rest].find((line) => /^[\w$.]*(?:Error|Exception)\b.*:/.test(line)) ?? first
  const place = rest
    .find((line) => /^\s+at /.test(line) && !/node:|[\\/]node_modules[\\/]|[\\/]doctor[\\/]child/.test(line))
    ?.trim()
  const where = first === message ? (place ?? '') : first
  const text = `${path} does not load: ${message.trim()}${where === '' ? '' : ` (${where})`}`
  return { check: 'application', status: 'fail', text, advice: `see it whole with \`node ${path}\`` }
}
