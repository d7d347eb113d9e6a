import type { MailHandlerOptions } from './mail-handler-options.ts'

/**
 * Checks what a mail handler is made with and no later step would find before the first error: the addresses, of one
 * line each, and the numbers that bound the mails.
 * @throws {TypeError} that names the option, for an address that is none
 * @throws {RangeError} that names the option, for a number that bounds nothing
 */
export function checkMailOptions({ from, to, cap, window, queue }: MailHandlerOptions): void {
  checkAddress('from', from)
  for (const [at, address] of recipients(to).entries()) checkAddress(`to[${at}]`, address)
  checkCount('cap.perHour', cap?.perHour)
  checkCount('window.ms', window?.ms)
  checkCount('queue.maxMails', queue?.maxMails)
  checkCount('queue.maxBytes', queue?.maxBytes)
}

/**
 * Returns the recipients, none for an absent setting: a process without recipients starts, and says so.
 * @throws {TypeError} when they are neither a text nor a list
 */
export function recipients(to: unknown): readonly unknown[] {
  if (to === undefined || to === null) return []
  if (typeof to === 'string') return [to]
  if (Array.isArray(to)) return to
  throw new TypeError('to: expected an address or a list of addresses')
}

/** A line break would begin a header of its own, or another recipient. */
function checkAddress(name: string, address: unknown): void {
  if (typeof address !== 'string') throw new TypeError(`${name}: expected an address, not ${typeof address}`)
  if (/[\r\n\0]/.test(address)) throw new TypeError(`${name}: an address is one line`)
  if (name === 'from' && address.trim() === '')
    throw new TypeError('from: expected an address, not an empty text')
}

function checkCount(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0)) throw new RangeError(`${name}: expected 0 or more, not ${value}`)
}
