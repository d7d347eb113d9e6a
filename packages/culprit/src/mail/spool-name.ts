/**
 * What the name of a spooled mail says, so that its state changes by renaming alone: when it was made and not before
 * when to try again (milliseconds since the epoch), attempts so far, size in bytes, and an id.
 */
export interface SpooledMail {
  readonly createdAt: number
  readonly notBefore: number
  readonly attempts: number
  readonly bytes: number
  readonly id: string
}

/** Who is sending a mail: host (hashed), process, and since when. */
export interface Claim {
  readonly host: string
  readonly pid: number
  readonly since: number
}

const namePattern = /^(\d{1,15})-(\d{1,15})-(\d{1,6})-(\d{1,12})-([0-9a-f]{1,32})\.mail$/
const claimPattern = /^([0-9a-f]{1,16})-(\d{1,10})-(\d{1,15})$/

/** Returns the file name; those of older mails sort first. */
export function spoolName({ createdAt, notBefore, attempts, bytes, id }: SpooledMail): string {
  return `${String(createdAt).padStart(13, '0')}-${notBefore}-${attempts}-${bytes}-${id}.mail`
}

/** Returns what a file name says, or undefined when it is none of ours. */
export function parseSpoolName(name: string): SpooledMail | undefined {
  const [, createdAt, notBefore, attempts, bytes, id] = namePattern.exec(name) ?? []
  if (id === undefined) return undefined
  return {
    createdAt: Number(createdAt),
    notBefore: Number(notBefore),
    attempts: Number(attempts),
    bytes: Number(bytes),
    id,
  }
}

/** Returns the name of a mail that is being sent. */
export function claimName(mail: SpooledMail, { host, pid, since }: Claim): string {
  return `${spoolName(mail)},${host}-${pid}-${since}`
}

/** Returns whose mail a file is, or undefined when it is none of ours. */
export function parseClaimName(
  name: string,
): { readonly mail: SpooledMail; readonly claim: Claim } | undefined {
  const comma = name.indexOf(',')
  const mail = comma < 0 ? undefined : parseSpoolName(name.slice(0, comma))
  const [, host, pid, since] = claimPattern.exec(name.slice(comma + 1)) ?? []
  if (mail === undefined || host === undefined) return undefined
  return { mail, claim: { host, pid: Number(pid), since: Number(since) } }
}
