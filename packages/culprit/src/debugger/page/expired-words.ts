/** Why an error of a page cannot be reached. */
export interface ExpiredState {
  readonly state: 'expired' | 'restarted' | 'other-process'
  /** Process that answered, or for `other-process` the one that has the error. */
  readonly pid?: number | undefined
  /** When the process that answered started: ISO 8601. */
  readonly started?: string | undefined
}

/** What is said of it: what happened, why, and what to do. */
export interface ExpiredWords {
  readonly title: string
  readonly text: string
  readonly advice: string
}

/** Returns the words for a state; the same on the page of its own and in a console. */
export function expiredWords({ state, pid, started }: ExpiredState): ExpiredWords {
  const advice = 'Make the request fail again to get live frames.'
  switch (state) {
    case 'expired':
      return {
        title: 'This error was freed',
        text: 'Newer errors took its place: only the last ones keep their frames.',
        advice,
      }
    case 'restarted': {
      const when = started === undefined ? '' : ` at ${clock(started)}`
      return {
        title: 'The process has restarted',
        text: `It started again${when}; the frames of this error ended with the process before it.`,
        advice,
      }
    }
    case 'other-process': {
      const which = pid === undefined ? 'another process' : `process ${pid}`
      return {
        title: 'Another process has this error',
        text: `This error lives in ${which} of the application, and another one answered.`,
        advice:
          'Run the application in one process while debugging, or try again until the right one answers.',
      }
    }
  }
}

function clock(started: string): string {
  const time = new Date(started)
  return Number.isNaN(time.getTime()) ? started.slice(0, 40) : time.toTimeString().slice(0, 8)
}
