import type { Debugger, Runtime } from 'node:inspector'

/** A frame of the application at a pause, with the remote ids of the scopes to read. */
export interface PausedFrame {
  readonly url: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
  readonly functionName: string
  readonly scopeIds: readonly string[]
  /** How many of them, from the first, are the function's own; the others are of functions around it. */
  readonly ownScopes: number
  /** The remote id of `this`, where it is an object. */
  readonly receiverId?: string | undefined
}

/** Which frames are wanted. */
export interface WantedFrames {
  readonly urlOf: (scriptId: string) => string | undefined
  readonly isInApp: (url: string) => boolean
  readonly maxFrames: number
}

/** Frames looked at; those of the application further out are not found. */
const maxLookedAt = 100
/** Scopes around a function that are read, from the inside. */
const maxAround = 2

/** Globals and modules, and what Node calls back on: nothing that tells why it failed. */
const dullReceivers: ReadonlySet<string> = new Set([
  'global',
  'Object',
  'Timeout',
  'Immediate',
  'Server',
  'Http2Server',
  'Http2SecureServer',
  'Socket',
  'TLSSocket',
  'EventEmitter',
  'IncomingMessage',
  'ServerResponse',
])

/** Returns the application's frames of a pause, innermost first. */
export function toPausedFrames(
  frames: readonly Debugger.CallFrame[],
  wanted: WantedFrames,
): readonly PausedFrame[] {
  const found: PausedFrame[] = []
  for (const frame of frames.slice(0, maxLookedAt)) {
    if (found.length >= wanted.maxFrames) break
    const url = wanted.urlOf(frame.location.scriptId)
    if (url === undefined || !wanted.isInApp(url)) continue
    const receiverId = receiverIdOf(frame.this)
    found.push({
      url,
      line: frame.location.lineNumber + 1,
      column: (frame.location.columnNumber ?? 0) + 1,
      functionName: frame.functionName,
      ...scopesOf(frame.scopeChain),
      ...(receiverId !== undefined && { receiverId }),
    })
  }
  return found
}

function receiverIdOf({ type, subtype, className = '', objectId }: Runtime.RemoteObject): string | undefined {
  return type !== 'object' || subtype === 'null' || dullReceivers.has(className) ? undefined : objectId
}

/**
 * Blocks, `catch` clauses and the function itself, and the nearest scopes around it. Not the module: its variables are
 * the same at every throw. Where a module is a function (CommonJS, bundles), that begins on the file's first line.
 */
function scopesOf(chain: readonly Debugger.Scope[]): Pick<PausedFrame, 'scopeIds' | 'ownScopes'> {
  const scopeIds: string[] = []
  const end = chain.findIndex(({ type }) => type === 'local') + 1
  for (const [index, { type, object, startLocation }] of chain.entries()) {
    const isOwn = index < end
    if (type !== 'local' && type !== 'block' && type !== 'catch' && type !== 'closure') continue
    if (!isOwn && (index >= end + maxAround || startLocation?.lineNumber === 0)) continue
    if (object.objectId !== undefined) scopeIds.push(object.objectId)
  }
  return { scopeIds, ownScopes: Math.min(end, scopeIds.length) }
}
