import { startTimer, type SetTimer } from '../notify/set-timer.ts'
import type { Backlog } from './backlog.ts'

export interface AnswerHoldDeps {
  readonly backlog: Pick<Backlog, 'isBehind'>
  /** How long an answer is held at most, in milliseconds. @default 500 */
  readonly mostMs?: number | undefined
  /** How many are held at most. @default 1,000 */
  readonly most?: number | undefined
  /** Milliseconds of a clock that never jumps. @default performance.now */
  readonly monotonic?: (() => number) | undefined
  readonly setTimer?: SetTimer | undefined
}

/**
 * Slows senders down to the pace of the digest: while that is behind, answers to the projects that it is behind with
 * are held until something was digested. An answer that is held is to a request on disk: its event is safe, its body
 * is no longer in memory, and it goes out in any case, the oldest at once when one more than `most` would wait.
 */
export interface AnswerHold {
  /** Returns nothing when an answer may go out at once, else a promise of when it may. */
  wait(projectId: number): Promise<void> | undefined
  /** To be called when something was digested: lets go as many answers as there is room for, in their order. */
  digested(): void
  /** Lets all go and holds none from now on. */
  close(): void
  counts(): HoldCounts
}

export interface HoldCounts {
  readonly waiting: number
  /** Answers that were held and went out, and for how long all together. */
  readonly held: number
  readonly heldMs: number
}

/** Well below the two seconds after which SDKs that end a process give up. */
const defaultMostMs = 500
const defaultMost = 1000

/** Returns the hold over a backlog. */
export function createAnswerHold(deps: AnswerHoldDeps): AnswerHold {
  return new QueueHold(deps)
}

interface Held {
  readonly projectId: number
  readonly since: number
  readonly resolve: () => void
}

class QueueHold implements AnswerHold {
  readonly #backlog: Pick<Backlog, 'isBehind'>
  readonly #mostMs: number
  readonly #most: number
  readonly #monotonic: () => number
  readonly #setTimer: SetTimer
  /** The oldest first. */
  #queue: Held[] = []
  #cancelTimer: (() => void) | undefined
  #closed = false
  #held = 0
  #heldMs = 0

  constructor(deps: AnswerHoldDeps) {
    this.#backlog = deps.backlog
    this.#mostMs = deps.mostMs ?? defaultMostMs
    this.#most = deps.most ?? defaultMost
    this.#monotonic = deps.monotonic ?? (() => performance.now())
    this.#setTimer = deps.setTimer ?? startTimer
  }

  wait(projectId: number): Promise<void> | undefined {
    if (this.#closed || !this.#backlog.isBehind(projectId)) return undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#queue.push({ projectId, since: this.#monotonic(), resolve })
    if (this.#queue.length > this.#most) this.#keep((_, place) => place > 0)
    this.#watchOldest()
    return promise
  }

  digested(): void {
    // Who is let go sends the next one: it counts before it has come, else all would be let go at once.
    let ofAll = 0
    const byProject = new Map<number, number>()
    this.#keep(({ projectId }) => {
      const ofProject = byProject.get(projectId) ?? 0
      if (this.#backlog.isBehind(projectId, { ofAll, ofProject })) return true
      ofAll += 1
      byProject.set(projectId, ofProject + 1)
      return false
    })
  }

  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
    this.#keep(() => false)
  }

  counts(): HoldCounts {
    return { waiting: this.#queue.length, held: this.#held, heldMs: this.#heldMs }
  }

  /** Lets go what is not to be kept. */
  #keep(isKept: (held: Held, place: number) => boolean): void {
    if (this.#queue.length === 0) return
    const now = this.#monotonic()
    const kept: Held[] = []
    for (const [place, held] of this.#queue.entries()) {
      if (isKept(held, place)) {
        kept.push(held)
        continue
      }
      this.#held += 1
      this.#heldMs += now - held.since
      held.resolve()
    }
    this.#queue = kept
  }

  /** One timer for all, since the oldest is the first whose time is up. */
  #watchOldest(): void {
    const [oldest] = this.#queue
    if (!oldest || this.#cancelTimer || this.#closed) return
    const waitMs = Math.max(1, Math.ceil(oldest.since + this.#mostMs - this.#monotonic()))
    this.#cancelTimer = this.#setTimer(() => {
      this.#cancelTimer = undefined
      const due = this.#monotonic() - this.#mostMs
      this.#keep(({ since }) => since > due)
      this.#watchOldest()
    }, waitMs)
  }
}
