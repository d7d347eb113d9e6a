import type { Finding } from '../finding.ts'

/** A server tells its time in whole seconds; what is farther off than this makes times of errors misleading. */
const toleranceMs = 60_000

/** Compares this machine's clock with the time that a server has told, between the two moments of asking and answer. */
export function checkClock(date: string | undefined, askedAt: number, answeredAt: number): Finding {
  const check = 'clock'
  const told = Date.parse(date ?? '')
  if (Number.isNaN(told))
    return { check, status: 'ok', text: 'not compared: the tracker does not tell its time' }
  const off = told + 1000 < askedAt ? askedAt - told : Math.max(0, told - answeredAt)
  if (off <= toleranceMs) return { check, status: 'ok', text: `as the tracker's` }
  const advice =
    'have it set by the network: `timedatectl set-ntp true`, or the settings of the virtual machine'
  const way = told < askedAt ? 'ahead of' : 'behind'
  return { check, status: 'warn', text: `${Math.round(off / 1000)} s ${way} the tracker's`, advice }
}
