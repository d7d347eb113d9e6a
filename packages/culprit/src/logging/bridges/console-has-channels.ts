import { Console } from 'node:console'
import { channel } from 'node:diagnostics_channel'
import { Writable } from 'node:stream'

/** Says whether the runtime publishes console calls as diagnostics channels, by asking a console that prints nowhere. */
export function consoleHasChannels(): boolean {
  let told = false
  const listen = (): void => {
    told = true
  }
  const debug = channel('console.debug')
  debug.subscribe(listen)
  try {
    new Console(new Writable({ write: (_chunk, _encoding, done) => done() })).debug('')
  } finally {
    debug.unsubscribe(listen)
  }
  return told
}
