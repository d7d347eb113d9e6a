import { limits } from './limits.ts'
import { flatText } from './normalise/sent.ts'

/** Which values of one event were redacted, and by which rule; the first 100. */
export interface RedactionLog {
  add(path: string, rule: string): void
  list(): readonly { readonly path: string; readonly rule: string }[]
}

/** Returns an empty log. */
export function createRedactionLog(): RedactionLog {
  const entries: { readonly path: string; readonly rule: string }[] = []
  return {
    add(path, rule) {
      if (entries.length < limits.redactions) entries.push({ path: flatText(path.slice(0, 256)), rule })
    },
    list: () => entries,
  }
}
