import { BoundedCache } from '../logging/frames/bounded-cache.ts'

/** Errors of one class and message. */
interface Crowd {
  second: number
  looks: number
  /** Of the last that was looked at. */
  kind: string
}

/** Of a class and message, so many a second have their stacks read: more than can be sent, and at most 1 ms of them. */
const looksPerSecond = 200
const maxCrowds = 1000

/**
 * Tells which errors of a storm are not worth a look, while more come than can be sent: their kind takes their stack, and
 * V8 makes its text when it is first read, which costs as much as all else that is done for an error that is not sent.
 */
export class StormCrowds {
  readonly #now: () => number
  readonly #crowds = new BoundedCache<Crowd>({ maxEntries: maxCrowds })

  /** @param now a clock in milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Returns the kind that an error of this class and message is most likely of, when enough of them were looked at in this
   * second; undefined when this one is to be looked at, which `looked` is told of.
   */
  likelyKind(crowd: string): string | undefined {
    const known = this.#crowds.get(crowd)
    if (known === undefined || known.looks < looksPerSecond) return undefined
    return known.second === this.#second() ? known.kind : undefined
  }

  looked(crowd: string, kind: string): void {
    const second = this.#second()
    const known = this.#crowds.get(crowd) ?? this.#crowds.set(crowd, { second, looks: 0, kind })
    if (known.second !== second) known.looks = 0
    known.second = second
    known.looks++
    known.kind = kind
  }

  #second(): number {
    return Math.floor(this.#now() / 1000)
  }
}
