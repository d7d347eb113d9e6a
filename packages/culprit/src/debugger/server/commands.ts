import type { Reply } from '../../handlers/answer.ts'
import type { DebuggerRequest } from '../../handlers/error-debugger.ts'
import type { LiveError, LiveFailure } from '../store/live-failure.ts'
import type { Refusal, TrustedClient } from '../trust/access.ts'
import { openInEditor } from '../editor.ts'
import type { DebuggerState } from './debugger-state.ts'
import { findFailure } from './find-failure.ts'
import { jsonReply, RefusedCommand } from './json-reply.ts'
import { type CommandFields, countField, optionalText, readCommand, textField } from './read-command.ts'

/** A command on its way. */
interface Command {
  readonly fields: CommandFields
  readonly live: LiveFailure
  readonly error: LiveError
  readonly state: DebuggerState
}

type Run = (command: Command) => object | Promise<object>

const maxCode = 100_000

const commands: ReadonlyMap<string, Run> = new Map<string, Run>([
  [
    'eval',
    ({ fields, error }) =>
      consoleOf(fields, error).run(
        textField(fields, 'code', maxCode),
        optionalText(fields, 'evaluation', 100),
      ),
  ],
  [
    'complete',
    ({ fields, error }) =>
      consoleOf(fields, error).complete(textField(fields, 'code', maxCode), countField(fields, 'cursor')),
  ],
  ['expand', expand],
  ['cancel', cancel],
  ['open', open],
])

/** Whether a name is that of a command that is sent by POST. */
export function isCommand(name: string): boolean {
  return commands.has(name) || name === 'unlock'
}

/**
 * Carries out a command of a client whose host and origin are trusted.
 *
 * @throws {RefusedCommand} when it is not carried out.
 */
export async function runCommand(
  name: string,
  request: DebuggerRequest,
  client: TrustedClient,
  state: DebuggerState,
): Promise<Reply> {
  if (name === 'unlock') return unlock(request, client, state)
  const token = tokenOf(request)
  const fields = await readCommand(request)
  const found = findFailure(textField(fields, 'error', 40), state)
  refuse(state.access.checkToken(token, found.live.secrets, client))
  if (!state.canEvaluate) throw new RefusedCommand(403, { error: 'Evaluation is switched off.' })
  const run = commands.get(name)
  if (run === undefined) throw new RefusedCommand(404, { error: 'There is no such command.' })
  return jsonReply(200, await run({ fields, ...found, state }))
}

/**
 * Returns the token that a request brings, by a header that no form can send.
 *
 * @throws {RefusedCommand} when there is none.
 */
export function tokenOf(request: DebuggerRequest): string {
  const token = request.header('x-culprit-token')
  if (token === undefined || !/^[\w-]{1,100}$/.test(token))
    throw new RefusedCommand(403, { error: 'The header X-Culprit-Token is missing.' })
  return token
}

/** @throws {RefusedCommand} when there is a refusal. */
export function refuse(refusal: Refusal | undefined): void {
  if (refusal === undefined) return
  const { status, error, retryAfter } = refusal
  throw new RefusedCommand(
    status,
    { error },
    retryAfter === undefined ? [] : [['Retry-After', String(retryAfter)]],
  )
}

async function unlock(request: DebuggerRequest, client: TrustedClient, state: DebuggerState): Promise<Reply> {
  const fields = await readCommand(request)
  const { live } = findFailure(textField(fields, 'error', 40), state)
  refuse(state.access.checkKey(textField(fields, 'key', 100), live.secrets, client))
  return jsonReply(200, { token: live.secrets.unlocked.text })
}

function consoleOf(fields: CommandFields, error: LiveError): NonNullable<ReturnType<LiveError['consoleOf']>> {
  const frame = countField(fields, 'frame')
  const found = error.consoleOf(frame)
  if (found !== undefined) return found
  const known = error.error.frames[frame]
  if (known === undefined) throw new RefusedCommand(404, { error: 'The error has no such frame.' })
  throw new RefusedCommand(400, {
    error: `The frame is not alive: ${known.liveness}.`,
    liveness: known.liveness,
  })
}

function expand({ fields, live }: Command): object {
  const found = live.handles.expand(textField(fields, 'ref', 20), countField(fields, 'from', 0))
  if (found === undefined) throw new RefusedCommand(404, { error: 'This value is no longer kept.' })
  return found
}

function cancel({ fields, live }: Command): object {
  const evaluation = textField(fields, 'evaluation', 100)
  for (const error of live.errors) error.cancel(evaluation)
  return {}
}

async function open({ fields, error, state }: Command): Promise<object> {
  const frame = error.error.frames[countField(fields, 'frame')]
  if (frame === undefined || frame.file === '')
    throw new RefusedCommand(404, { error: 'The error has no such frame.' })
  try {
    await openInEditor(frame.file, frame.line, frame.column, state.environment())
    return {}
  } catch (failed) {
    throw new RefusedCommand(400, {
      error: failed instanceof Error ? failed.message : 'It could not be opened.',
    })
  }
}
