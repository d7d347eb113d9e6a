import type { Reply } from '../../handlers/answer.ts'
import { type DebuggerRequest, debuggerPath } from '../../handlers/error-debugger.ts'
import type { ErrorLog } from '../../handlers/error-log.ts'
import type { TrustedClient } from '../trust/access.ts'
import { foreignOrigin, trustOf } from '../trust/client-trust.ts'
import { audienceOf } from './audience.ts'
import { isCommand, refuse, runCommand, tokenOf } from './commands.ts'
import type { DebuggerState } from './debugger-state.ts'
import { failureReply, type FailureForm, formOf } from './failure-forms.ts'
import { findFailure } from './find-failure.ts'
import { guardedReply, jsonReply, RefusedCommand } from './json-reply.ts'
import { pageAccess } from './page-access.ts'

/** Answers a request for the debugger: commands, pages of failures, the console. Does not reject. */
export async function serveDebugger(
  request: DebuggerRequest,
  state: DebuggerState,
  log: ErrorLog,
): Promise<Reply> {
  try {
    return await route(request, state)
  } catch (error) {
    if (error instanceof RefusedCommand) return error.reply
    log.error('The debugger failed', error)
    return jsonReply(500, { error: 'The debugger failed; the terminal says how.' })
  }
}

function route(request: DebuggerRequest, state: DebuggerState): Promise<Reply> | Reply {
  const client = clientOf(request, state)
  const name = pathOf(request).slice(debuggerPath.length)
  if (isCommand(name)) {
    allow(request, ['POST'])
    refuseForeign(request)
    return runCommand(name, request, client, state)
  }
  allow(request, ['GET', 'HEAD'])
  const frames = /^frames\/([\da-f]{32})\.json$/.exec(name)?.[1]
  if (frames !== undefined) return showFrames(frames, request, client, state)
  const [, id, extension] = /^errors\/([\da-f]{32})(?:\.(json|md|txt))?$/.exec(name) ?? []
  if (id !== undefined) return showError({ id, extension }, request, client, state)
  if (name === 'console' && state.console !== undefined) return showConsole(request, client, state)
  throw new RefusedCommand(404, { error: 'The debugger has nothing here.' })
}

/** @throws {RefusedCommand} for a host that is not trusted, whatever is asked for. */
function clientOf(request: DebuggerRequest, { trustedHosts }: DebuggerState): TrustedClient {
  const trust = trustOf(request, trustedHosts)
  if (trust.kind === 'untrusted') throw new RefusedCommand(403, { error: trust.reason })
  return { trust, address: request.remoteAddress }
}

function refuseForeign(request: DebuggerRequest): void {
  const reason = foreignOrigin(request)
  if (reason !== undefined) throw new RefusedCommand(403, { error: reason })
}

function allow({ method }: DebuggerRequest, methods: readonly string[]): void {
  if (methods.includes(method)) return
  throw new RefusedCommand(405, { error: `Only ${methods.join(' and ')}.` }, [['Allow', methods.join(', ')]])
}

function pathOf({ target }: DebuggerRequest): string {
  const end = target.search(/[?#]/)
  return end < 0 ? target : target.slice(0, end)
}

function showFrames(
  id: string,
  request: DebuggerRequest,
  client: TrustedClient,
  state: DebuggerState,
): Reply {
  refuseForeign(request)
  const token = tokenOf(request)
  const { live, error } = findFailure(id, state)
  refuse(state.access.checkToken(token, live.secrets, client))
  const frames = error.error.frames.map(
    ({ index, file, line, function: name, variables, kind, liveness }) => {
      return { index, file, line, function: name, vars: variables.map((one) => one.name), kind, liveness }
    },
  )
  const chain = live.errors.map((one) => one.error.id).filter((one) => one !== id)
  return jsonReply(200, { frames, chain })
}

async function showError(
  { id, extension }: { readonly id: string; readonly extension: string | undefined },
  request: DebuggerRequest,
  { trust }: TrustedClient,
  state: DebuggerState,
): Promise<Reply> {
  const audience = audienceOf(request, state.trustedHosts)
  if (audience === 'foreign') refuseForeign(request)
  const form: FailureForm =
    extension === undefined ? formOf(request.header('accept')) : (extension as FailureForm)
  try {
    const { live } = findFailure(id, state)
    const { mount } = request
    const access = pageAccess(live, { trust, audience, mount, canEvaluate: state.canEvaluate })
    const environment = state.environment()
    return await failureReply(live.failure, {
      form,
      status: 200,
      access,
      environment,
      launches: state.editor,
    })
  } catch (error) {
    if (form === 'html' && error instanceof RefusedCommand) return expiredPage(error)
    throw error
  }
}

/** The page that says why an error is gone. */
async function expiredPage(refused: RefusedCommand): Promise<Reply> {
  if (refused.reply.status !== 410) throw refused
  const { state, pid, started } = JSON.parse(String(refused.reply.body)) as GoneFields
  const [{ renderExpired }, { pageCsp }] = await Promise.all([
    import('../page/render-expired.tsx'),
    import('../page/page-csp.ts'),
  ])
  const csp = [['Content-Security-Policy', pageCsp()]] as const
  return guardedReply(410, 'text/html; charset=utf-8', renderExpired({ state, pid, started }), csp)
}

interface GoneFields {
  readonly state: 'expired' | 'restarted' | 'other-process'
  readonly pid: number
  readonly started: string
}

async function showConsole(
  request: DebuggerRequest,
  { trust }: TrustedClient,
  state: DebuggerState,
): Promise<Reply> {
  const audience = audienceOf(request, state.trustedHosts)
  const { live } = findFailure('console', state)
  const { mount } = request
  const access = pageAccess(live, { trust, audience, mount, canEvaluate: state.canEvaluate })
  const [{ renderConsolePage }, { pageCsp }] = await Promise.all([
    import('../page/render-console-page.tsx'),
    import('../page/page-csp.ts'),
  ])
  const csp = [['Content-Security-Policy', pageCsp()]] as const
  return guardedReply(
    200,
    'text/html; charset=utf-8',
    renderConsolePage(access, { directory: process.cwd() }),
    csp,
  )
}
