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

/**
 * Opens the channel, or returns undefined in every process and thread but the one that was started to be the
 * application: its own workers and children are given the same flags and must not take part.
 */
export function openParentLink(env: NodeJS.ProcessEnv): ParentLink | undefined {
  const parent = env[parentVariable]
  if (!isMainThread || process.send === undefined || parent !== String(process.ppid)) return undefined
  delete env[parentVariable]
  const send = process.send.bind(process)
  // Without the development server nobody could stop this process.
  process.once('disconnect', () => process.exit(0))
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
