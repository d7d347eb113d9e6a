import type { Redactor } from '@culprit/redact'
import type { Expansion } from '../console-protocol.ts'
import type { ValueEntry, ValueView } from '../debugged-error.ts'
import { InternalSlots } from './internal-slots.ts'
import { kindOf } from './value-kind.ts'
import { partsOf, type ValuePart } from './value-parts.ts'
import { previewLimits, resultLimits, valueText } from './value-text.ts'

/** What a handle stands for. */
type Held =
  | { readonly value: unknown }
  | { readonly get: () => unknown; readonly name: string }
  | { readonly hidden: unknown; readonly name: string }

/** Handles of one failure; the oldest are given up. */
const maxHandles = 5000

/**
 * The values of one failure that a page shows: each is one line until its parts are asked for by its handle. No getter
 * runs until then. The handles are freed with the failure.
 */
export class ValueHandles {
  readonly #isSecret: (name: string) => boolean
  readonly #slots = new InternalSlots()
  readonly #held = new Map<string, Held>()
  #next = 1

  constructor(redactor: Pick<Redactor, 'isSecretKey'>) {
    this.#isSecret = (name) => redactor.isSecretKey(name)
  }

  /** Returns a value as a variable, property or header of that name is shown; a secret's is told only when it is opened. */
  named(name: string, value: unknown): ValueView {
    const isHidden = this.#isSecret(name) && hasContent(value)
    if (!isHidden) return this.#view(value, this.#isSecret)
    return { kind: 'redacted', preview: '[redacted]', ref: this.#hold({ hidden: value, name }) }
  }

  /** Returns a value that somebody has asked for by name; secrets in it are shown. */
  asked(value: unknown): ValueView {
    return this.#view(value)
  }

  /** Returns a value as a console writes it. */
  text(value: unknown): string {
    return valueText(value, { limits: resultLimits, slots: this.#slots })
  }

  /** Returns parts of what a handle stands for; undefined when the handle is not known. Runs a getter if it is one. */
  expand(ref: string, from = 0): Expansion | undefined {
    const held = this.#held.get(ref)
    if (held === undefined) return undefined
    if ('get' in held) return { entries: [{ name: held.name, value: this.#run(held.get) }], more: 0 }
    if ('hidden' in held) return { entries: [{ name: held.name, value: this.asked(held.hidden) }], more: 0 }
    if (typeof held.value === 'string') return { entries: [], more: 0 }
    return this.entriesOf(Object(held.value), from)
  }

  /** Returns the parts of an object, 100 at most. */
  entriesOf(value: object, from = 0): Expansion {
    const { parts, more } = partsOf(value, this.#slots, from)
    return { entries: parts.map((part) => this.#entry(part)), more }
  }

  #entry(part: ValuePart): ValueEntry {
    if ('value' in part) return { name: part.name, value: this.named(part.name, part.value) }
    return { name: part.name, value: { kind: 'getter', preview: '(...)', ref: this.#hold(part) } }
  }

  #run(get: () => unknown): ValueView {
    try {
      return this.asked(get())
    } catch (thrown) {
      return this.asked(thrown)
    }
  }

  #view(value: unknown, isSecret?: (name: string) => boolean): ValueView {
    const kind = kindOf(value)
    const preview = valueText(value, { limits: previewLimits, slots: this.#slots, isSecret })
    if (typeof value === 'string')
      return value.length <= previewLimits.string + 2
        ? { kind, preview }
        : { kind, preview, text: value.slice(0, maxText) }
    const hasParts = (typeof value === 'object' && value !== null) || typeof value === 'function'
    return hasParts ? { kind, preview, ref: this.#hold({ value }) } : { kind, preview }
  }

  #hold(held: Held): string {
    const ref = `v${this.#next++}`
    this.#held.set(ref, held)
    if (this.#held.size > maxHandles) {
      for (const oldest of this.#held.keys()) {
        this.#held.delete(oldest)
        break
      }
    }
    return ref
  }
}

const maxText = 10_000

function hasContent(value: unknown): boolean {
  return (
    value !== undefined &&
    value !== null &&
    value !== '' &&
    typeof value !== 'boolean' &&
    typeof value !== 'function'
  )
}
