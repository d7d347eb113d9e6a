import type { CapturedVariables, CaptureOutcome } from './captured-variables.ts'
import type { ThrowSite } from './handled-throws.ts'
import { isObject } from './thrown-object.ts'

/** What is known of a thrown object. */
export interface ThrowRecord {
  readonly captured?: CapturedVariables | undefined
  readonly outcome: CaptureOutcome
  /** The place of its throw, where that was seen. */
  readonly site?: ThrowSite | undefined
}

/** Whom records ask about what they do not know. */
export interface ThrowRecordsOptions {
  /** Whether throws are looked at; what is missed otherwise is not remembered. */
  readonly isOn: () => boolean
  /** Returns what was captured for an error that no pause has seen. */
  readonly claim: (thrown: object) => ThrowRecord | undefined
  /** Returns why there is nothing of an error. */
  readonly missed: (thrown: object) => CaptureOutcome
}

/** What is known of thrown objects, for as long as they live. */
export class ThrowRecords {
  readonly #options: ThrowRecordsOptions
  readonly #records = new WeakMap<object, ThrowRecord>()

  constructor(options: ThrowRecordsOptions) {
    this.#options = options
  }

  set(thrown: object, record: ThrowRecord): void {
    this.#records.set(thrown, record)
  }

  /** Returns what a pause has told, and asks nobody. */
  seen(thrown: unknown): ThrowRecord | undefined {
    return isObject(thrown) ? this.#records.get(thrown) : undefined
  }

  /** Whether there are variables of it; it is not remembered when there are none. */
  hasVariables(thrown: unknown): boolean {
    if (!isObject(thrown)) return false
    return (this.#records.get(thrown) ?? this.#claim(thrown))?.captured !== undefined
  }

  /** Returns what is known; one that was missed is found out about, and remembered, once. */
  of(thrown: unknown): ThrowRecord | undefined {
    if (!isObject(thrown)) return undefined
    const known = this.#records.get(thrown)
    if (known !== undefined || !this.#options.isOn()) return known
    const claimed = this.#claim(thrown)
    if (claimed !== undefined) return claimed
    const missed: ThrowRecord = { outcome: this.#options.missed(thrown) }
    this.#records.set(thrown, missed)
    return missed
  }

  /** Whether its variables were captured, and if not, why. */
  outcomeOf(thrown: unknown): CaptureOutcome {
    if (!isObject(thrown)) return 'unavailable: only objects are followed from their throw'
    return this.of(thrown)?.outcome ?? this.#options.missed(thrown)
  }

  #claim(thrown: object): ThrowRecord | undefined {
    const record = this.#options.claim(thrown)
    if (record !== undefined) this.#records.set(thrown, record)
    return record
  }
}
