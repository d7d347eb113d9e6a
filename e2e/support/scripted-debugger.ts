import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PageAccess } from '../../packages/culprit/src/debugger/console-protocol.ts'
import { createFrameWorld, type FrameWorld } from './frame-world.ts'

/** How the scripted debugger behaves; a test changes it while the page is open. */
interface Behaviour {
  access: Omit<PageAccess, 'base'>
  /** Answers every command so. */
  refuse?:
    | { readonly status: number; readonly body: object; readonly headers?: Record<string, string> }
    | undefined
  /** Cuts every connection of a command, as a process that has ended does. */
  down?: boolean
}

/** A server that speaks the console's protocol for one failure: frames are contexts of node:vm. */
export interface ScriptedDebugger {
  readonly url: string
  readonly behaviour: Behaviour
  /** Commands that came, in order. */
  readonly commands: { readonly name: string; readonly body: unknown; readonly token: string | undefined }[]
  close(): Promise<void>
}

/** What the server needs of the page, so that tests can render from sources and scripts from the build. */
export interface Rendering {
  page(access: PageAccess): string
  consolePage(access: PageAccess): string
  csp(): string
}

export const scriptedToken: string = 'T'.repeat(43)
export const scriptedKey = 'KEY-from-the-terminal'
const base = '/-/culprit/'

/** Starts the server on loopback. The page is at `/checkout`, a console page at `/-/culprit/console`. */
export async function startScriptedDebugger(rendering: Rendering): Promise<ScriptedDebugger> {
  const behaviour: Behaviour = { access: { token: scriptedToken } }
  const commands: ScriptedDebugger['commands'] = []
  const world = createFrameWorld()
  const server = createServer((request, response) => {
    const path = new URL(`http://localhost${request.url ?? '/'}`).pathname
    const html = (text: string): void => {
      response
        .writeHead(500, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': rendering.csp(),
          'cache-control': 'no-store',
        })
        .end(text)
    }
    if (path === `${base}console` && request.method === 'GET' && !request.headers['x-culprit-token'])
      return html(rendering.consolePage({ ...behaviour.access, base }))
    if (!path.startsWith(base)) return html(rendering.page({ ...behaviour.access, base }))
    void command(request, response, { path: path.slice(base.length), behaviour, commands, world })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    behaviour,
    commands,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

interface Surroundings {
  readonly path: string
  readonly behaviour: Behaviour
  readonly commands: ScriptedDebugger['commands']
  readonly world: FrameWorld
}

async function command(
  request: IncomingMessage,
  response: ServerResponse,
  around: Surroundings,
): Promise<void> {
  const { path, behaviour, commands, world } = around
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }
  if (behaviour.down) return void request.socket.destroy()
  const token = request.headers['x-culprit-token']
  const body = await readJson(request)
  commands.push({ name: path, body, token: typeof token === 'string' ? token : undefined })
  if (behaviour.refuse)
    return answer(behaviour.refuse.status, behaviour.refuse.body, behaviour.refuse.headers)
  if (path === 'unlock') {
    return body['key'] === scriptedKey
      ? answer(200, { token: scriptedToken })
      : answer(403, { error: 'This is not the key that the terminal printed.' })
  }
  if (token !== scriptedToken) return answer(403, { error: 'The token is wrong.' })
  if (path.startsWith('frames/')) return answer(200, { frames: [], chain: [] })
  const run = world.commands[path]
  return run ? answer(200, await run(body)) : answer(404, { error: `There is no ${path}.` })
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}
