import type { BrowserContext, Page } from 'playwright-core'

/** What a page did that no page of ours may do. */
export interface Watched {
  readonly page: Page
  /** Policy violations (CSP and Trusted Types), dialogs, script errors, requests to other origins, in words. */
  readonly offences: string[]
}

/** Opens a page that writes down every offence against its policy. `origins` may be asked, all others are offences. */
export async function watchPage(context: BrowserContext, origins: readonly string[]): Promise<Watched> {
  const offences: string[] = []
  const page = await context.newPage()
  await page.exposeFunction('reportOffence', (text: string) => void offences.push(`policy: ${text}`))
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    reportOffence(event.effectiveDirective + ' ' + event.blockedURI + ' ' + event.sample))`)
  page.on('dialog', (dialog) => {
    offences.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => offences.push(`script error: ${error.message}`))
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && !origins.includes(url.origin))
      offences.push(`request: ${request.url()}`)
  })
  return { page, offences }
}
