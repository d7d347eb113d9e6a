import type { AlertTally } from './alert.ts'

/** Nothing fired and nobody was told. */
export const emptyTally: AlertTally = {
  fired: 0,
  suppressed: 0,
  messages: 0,
  folded: { flood: 0, repeat: 0, 'quiet-hours': 0 },
}

/** Returns the sum of two tallies. */
export function addTallies(a: AlertTally, b: AlertTally): AlertTally {
  return {
    fired: a.fired + b.fired,
    suppressed: a.suppressed + b.suppressed,
    messages: a.messages + b.messages,
    folded: {
      flood: a.folded.flood + b.folded.flood,
      repeat: a.folded.repeat + b.folded.repeat,
      'quiet-hours': a.folded['quiet-hours'] + b.folded['quiet-hours'],
    },
  }
}
