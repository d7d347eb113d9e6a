// What the development server loads before the application, by `--import`: it takes the kept sockets over, and the
// application's file is loaded once that is done. In processes and threads that the application starts it does nothing.
import type { RequestListener } from 'node:http'
import { Connections } from './child/connections.ts'
import { development } from './child/development.ts'
import { drain } from './child/drain.ts'
import { KeptPorts } from './child/kept-ports.ts'
import { captureLoading } from './child/load-capture.ts'
import { answerWithCrash, catchLoadFailure, plainListener, reportCrash } from './child/load-failure.ts'
import { reportModules } from './child/module-report.ts'
import { openParentLink, type ParentLink } from './child/parent-link.ts'
import type { StartOrder } from './dev-message.ts'

const link = openParentLink(process.env)
if (link !== undefined) await begin(link)

/** Resolves when the application may be loaded. */
async function begin(parent: ParentLink): Promise<void> {
  const ports = new KeptPorts(parent)
  const connections = new Connections()
  await new Promise<void>((resolve) => {
    parent.onMessage((message, handle) => {
      switch (message.type) {
        case 'port':
          if (handle !== undefined) ports.add(message.key, handle)
          return
        case 'start':
          void start(message, parent, ports).then(resolve)
          return
        case 'connection':
          parent.send({ type: 'taken', id: message.id })
          if (handle !== undefined) ports.connect(message.key, handle)
          return
        case 'forget':
          ports.forget(message.key)
          return
        case 'drain':
          drain({ link: parent, ports, connections })
      }
    })
  })
}

async function start(
  { isReload, useReloader, by, crash }: StartOrder,
  parent: ParentLink,
  ports: KeptPorts,
): Promise<void> {
  parent.release()
  if (crash !== undefined) return answerWithCrash(crash, ports, failureListener)
  Object.assign(development(), { by, isFirst: !isReload })
  reportCrash(parent)
  const loadedFiles = useReloader ? reportModules(parent) : () => []
  if (!isReload) return ports.install(() => undefined)
  const release = catchLoadFailure({ link: parent, ports, loadedFiles, listener: failureListener })
  let endCapture = (): void => undefined
  ports.install(() => {
    release()
    endCapture()
  })
  if (isDebugged()) endCapture = await captureLoading(process.argv[1])
}

function isDebugged(): boolean {
  return process.env['CULPRIT_USE_DEBUGGER'] !== '0' && process.env['NODE_ENV'] !== 'production'
}

/** Through the debugger if there is one, which is loaded only now. */
async function failureListener(error: unknown): Promise<RequestListener> {
  if (!isDebugged()) return plainListener(error)
  return (await import('../failure-server.ts')).failureListener(error)
}
