import { pageDataId, type PageData } from '../page-data.ts'

/** Returns what the server wrote into the page for the script. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById(pageDataId)?.textContent ?? '{}') as PageData
}
