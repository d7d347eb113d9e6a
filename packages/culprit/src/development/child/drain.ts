import { handleOf } from '../shared-handle.ts'
import { type Connection, type Connections, isBusy, isIdle } from './connections.ts'
import type { KeptPorts } from './kept-ports.ts'
import type { ParentLink } from './parent-link.ts'

/** What is drained. */
export interface Draining {
  readonly link: ParentLink
  readonly ports: KeptPorts
  readonly connections: Connections
}

/** A request whose head is not complete by then will not be served. */
const headMs = 1000

/**
 * Lets the program finish what it has begun, and nothing more: it takes no connections, and those on which no request
 * runs go to the next program with whatever their clients have sent meanwhile, so that no client is cut off. The
 * listening sockets stay open in the development server.
 */
export function drain({ link, ports, connections }: Draining): void {
  const servers = ports.servers
  const open = (): Connection[] => servers.flatMap(({ server }) => connections.of(server))
  const keys = new Map(servers.map(({ server, key }) => [server, key]))
  let handing = 0
  let isOver = false
  const check = (patience = true): void => {
    if (
      isOver ||
      handing > 0 ||
      open().some((connection) => isBusy(connection) || (patience && isLate(connection)))
    )
      return
    isOver = true
    link.send({ type: 'drained' })
  }
  const hand = (connection: Connection): void => {
    const { socket, server } = connection
    const key = keys.get(server)
    const handle = handleOf(socket)
    if (key === undefined || handle?.readStop === undefined || !isIdle(connection)) return check()
    handle.readStop()
    handing += 1
    link.send({ type: 'connection', key }, handle, () => {
      handing -= 1
      socket.destroy()
      check()
    })
  }
  // Nothing else may be left that does: with its sockets gone the process would end before they are handed over.
  link.hold()
  // Not `server.close()`: the program would take it for its own end, and its own call of it would fail.
  for (const { server } of servers) handleOf(server)?.close()
  connections.onIdle(hand)
  for (const connection of open()) hand(connection)
  setTimeout(() => check(false), headMs).unref()
  check()
}

/**
 * Something has been read, and it is not a request yet. A connection that speaks another protocol by now, such as
 * WebSocket, has no parser any more.
 */
function isLate({ socket, responses, bytesDone }: Connection): boolean {
  const isHttp = Reflect.get(socket, 'parser') !== null
  return isHttp && responses.size === 0 && socket.bytesRead !== bytesDone
}
