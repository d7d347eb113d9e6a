import type { LocationSite } from './record.ts'

/** One place in the source where a template is logged: its message with `%s` for the values, and the location. */
export interface TemplateSite extends LocationSite {
  readonly message: string
}

/**
 * Remembers the places where templates are logged. The strings of a template are one object for each place in the
 * source, so the location is looked for once there instead of on every call.
 */
export class TemplateSites {
  readonly #sites = new WeakMap<TemplateStringsArray, TemplateSite>()

  /** Returns the place of a template, the same one each time. */
  siteOf(strings: TemplateStringsArray): TemplateSite {
    const found = this.#sites.get(strings)
    if (found !== undefined) return found
    // An invalid escape in the source leaves no cooked text; its raw text stands in.
    const texts = strings.map((text: string | undefined, at) => text ?? strings.raw[at] ?? '')
    const message = texts.length === 1 ? (texts[0] ?? '') : texts.map(escapePercent).join('%s')
    const site = { message, location: undefined }
    this.#sites.set(strings, site)
    return site
  }
}

function escapePercent(text: string): string {
  return text.replaceAll('%', '%%')
}
