import type { PageAccess } from '../console-protocol.ts'
import type { PageSettings } from './page-settings.ts'

/** What the script of the page is given, as JSON in the page. */
export interface PageData {
  readonly access: PageAccess
  /** Reference id of the failure, or `console`. */
  readonly id: string
  /** Directory of the project: history of the console is kept per project. */
  readonly project: string
  /** Request line, when it can be sent again by visiting its address (GET alone). */
  readonly resend?: string | undefined
  readonly method?: string | undefined
  readonly markdown?: string | undefined
  readonly settings: PageSettings
}

/** Id of the element that holds it. */
export const pageDataId = 'culprit-data'

/** Returns data as text that can stand in a script element: no end tag and no comment can begin in it. */
export function pageJson(data: PageData): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
