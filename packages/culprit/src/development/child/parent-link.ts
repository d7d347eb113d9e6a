import { isMainThread } from 'node:worker_threads'
import { isParcel, parentVariable, type Parcel, type ToChild, type ToParent } from '../dev-message.ts'
import { asSendHandle, type SharedHandle } from '../shared-handle.ts'

/** The application's end of the channel to the development server. */
export interface ParentLink {
  readonly send: (message: ToParent, handle?: SharedHandle, sent?: () => void) => void
  readonly onMessage: (listener: (message: ToChild, handle: SharedHandle | undefined) => void) => void
  /** From here on the channel does not keep the program alive. */
  readonly release: () => void
  /** From here on it does. */
  readonly hold: () => void
}

/** How often to look, once the channel is closed, whether the development server is gone. */
const lookMs = 200

/**
 * Ends this process when its parent has ended, since nobody else would. The channel alone says nothing: the application may
 * have closed it.
 */
function endWithParent(parent: number): void {
  // Windows does not tell.
  if (process.platform === 'win32') process.exit(0)
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0)
  }, lookMs).unref()
}

/**
 * Opens the channel, or returns undefined in every process and thread but the one that was started to be the
 * application: its own workers and children are given the same flags and must not take part.
 */
export function openParentLink(env: NodeJS.ProcessEnv): ParentLink | undefined {
  const parent = env[parentVariable]
  if (!isMainThread || process.send === undefined || parent !== String(process.ppid)) return undefined
  delete env[parentVariable]
  const send = process.send.bind(process)
  // Programs tell by it that a process manager runs them, and report to that.
  Reflect.deleteProperty(process, 'send')
  const ppid = process.ppid
  process.once('disconnect', () => endWithParent(ppid))
  return {
    send: (message, handle, sent = () => undefined) => {
      if (!process.connected) return
      const parcel: Parcel<ToParent> = { culprit: message }
      send(parcel, asSendHandle(handle), {}, sent)
    },
    onMessage: (listener) => {
      process.on('message', (message: unknown, handle: unknown) => {
        if (isParcel<ToChild>(message)) listener(message.culprit, handle as SharedHandle | undefined)
      })
    },
    release: () => process.channel?.unref(),
    hold: () => process.channel?.ref(),
  }
}
