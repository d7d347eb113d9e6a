import { channel } from 'node:diagnostics_channel'

/** Says whether the runtime publishes console calls as diagnostics channels, by asking a console that prints nowhere. */
export function consoleHasChannels(): boolean {
  let told = false
  const listen = (): void => {
    told = true
  }
  const debug = channel('console.debug')
  debug.subscribe(listen)
  // Loaded when it is asked, since most programs never ask and both take some milliseconds.
  const { Console } = process.getBuiltinModule('node:console')
  const { Writable } = process.getBuiltinModule('node:stream')
  try {
    new Console(new Writable({ write: (_chunk, _encoding, done) => done() })).debug('')
  } finally {
    debug.unsubscribe(listen)
  }
  return told
}
