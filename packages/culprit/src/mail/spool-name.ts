/**
 * What the name of a spooled file says, so that its state changes by renaming alone: when it was made and not before
 * when to try again (milliseconds since the epoch), attempts so far, size in bytes, and an id.
 */
export interface SpooledFile {
  readonly createdAt: number
  readonly notBefore: number
  readonly attempts: number
  readonly bytes: number
  /** 1 to 32 lowercase hex digits. */
  readonly id: string
}

/** A mail that waits in a spool. */
export type SpooledMail = SpooledFile

/** What a spool holds; its files end so. */
export type SpoolEnding = 'mail' | 'event'

/** Who is sending a file: host (hashed), process, and since when. */
export interface Claim {
  readonly host: string
  readonly pid: number
  readonly since: number
}

const namePattern = /^(\d{1,15})-(\d{1,15})-(\d{1,6})-(\d{1,12})-([0-9a-f]{1,32})\.(mail|event)$/
const claimPattern = /^([0-9a-f]{1,16})-(\d{1,10})-(\d{1,15})$/

/** Returns the file name; those of older files sort first. */
export function spoolName(file: SpooledFile, ending: SpoolEnding = 'mail'): string {
  const { createdAt, notBefore, attempts, bytes, id } = file
  return `${String(createdAt).padStart(13, '0')}-${notBefore}-${attempts}-${bytes}-${id}.${ending}`
}

/** Returns what a file name says, or undefined when it is none of ours. */
export function parseSpoolName(name: string, expected: SpoolEnding = 'mail'): SpooledFile | undefined {
  const [, createdAt, notBefore, attempts, bytes, id, ending] = namePattern.exec(name) ?? []
  if (id === undefined || ending !== expected) return undefined
  return {
    createdAt: Number(createdAt),
    notBefore: Number(notBefore),
    attempts: Number(attempts),
    bytes: Number(bytes),
    id,
  }
}

/** Returns the name of a file that is being sent. */
export function claimName(file: SpooledFile, { host, pid, since }: Claim, ending?: SpoolEnding): string {
  return `${spoolName(file, ending)},${host}-${pid}-${since}`
}

/** Returns whose a file is, or undefined when it is none of ours. */
export function parseClaimName(
  name: string,
  ending?: SpoolEnding,
): { readonly file: SpooledFile; readonly claim: Claim } | undefined {
  const comma = name.indexOf(',')
  const file = comma < 0 ? undefined : parseSpoolName(name.slice(0, comma), ending)
  const [, host, pid, since] = claimPattern.exec(name.slice(comma + 1)) ?? []
  if (file === undefined || host === undefined) return undefined
  return { file, claim: { host, pid: Number(pid), since: Number(since) } }
}
