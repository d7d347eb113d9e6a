import { type Component, canonicalText, component, without } from './component.ts'
import type { GroupingFrame } from './grouping-input.ts'
import { frameComponent, isStrong } from './v1-frame.ts'

const MAX_CONTRIBUTING = 32
const MAX_OTHER = 32
const MAX_CYCLE = 4

/** A stack's component and whether it alone tells errors apart. */
export interface StackComponent {
  readonly component: Component
  readonly strong: boolean
}

/** How a stack is read. Without `all`, frames that do not count are left out, which costs a third of the time. */
export interface StackReading {
  readonly javascript: boolean
  readonly all: boolean
}

/**
 * Returns the component of a stack: its in-app frames, or all of them when none is in-app and usable. Recursion
 * counts once (cycles of up to four calls), and the 32 contributing frames nearest the throw count.
 */
export function stackComponent(frames: readonly GroupingFrame[], reading: StackReading): StackComponent {
  const inApp = collect(frames, reading, true)
  return inApp.component.contributes ? inApp : collect(frames, reading, false)
}

function collect(
  frames: readonly GroupingFrame[],
  { javascript, all }: StackReading,
  inAppOnly: boolean,
): StackComponent {
  // Walked from the throw outwards; turned around at the end, so that the tree reads like the protocol's order.
  const shown: Component[] = []
  const counted: Counted[] = []
  let others = 0
  for (let at = frames.length - 1; at >= 0 && counted.length < MAX_CONTRIBUTING; at--) {
    const frame = frames[at]
    if (frame === undefined || (!all && inAppOnly && !frame.inApp)) continue
    const part = frameComponent(frame, { javascript, crashing: counted.length === 0 })
    if (part.contributes && (frame.inApp || !inAppOnly)) {
      // Compared without the source line of the throwing call, which the same call further out does not have.
      const plain = counted.length === 0 ? frameComponent(frame, { javascript, crashing: false }) : part
      counted.push({ key: canonicalText(plain), place: shown.push(part) - 1 })
      dropCycle(counted, shown)
    } else if (all && ++others <= MAX_OTHER) {
      shown.push(part.contributes ? without(part, 'not in-app') : part)
    }
  }
  const hint = inAppOnly ? 'in-app frames' : 'all frames, as none of the application can be used'
  return {
    component: component('stacktrace', shown.reverse(), hint),
    strong: shown.some((part) => part.contributes && isStrong(part)),
  }
}

/** A contributing frame: what it is compared by and its place among the shown ones. */
interface Counted {
  readonly key: string
  readonly place: number
}

/** Switches the newest frames off when they repeat the ones before them. */
function dropCycle(counted: Counted[], shown: Component[]): void {
  for (let period = 1; period <= MAX_CYCLE && period * 2 <= counted.length; period++) {
    if (!repeats(counted, period)) continue
    for (const { place } of counted.splice(-period)) {
      const part = shown[place]
      if (part !== undefined) shown[place] = without(part, 'recursion')
    }
    return
  }
}

function repeats(counted: readonly Counted[], period: number): boolean {
  const end = counted.length
  for (let at = end - period; at < end; at++) {
    if (counted[at]?.key !== counted[at - period]?.key) return false
  }
  return true
}
