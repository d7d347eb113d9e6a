import { fileURLToPath } from 'node:url'
import { createApi } from '../api/router.ts'
import { createSmtpMailer } from '../notify/channels/mail.ts'
import { createTestDestination } from '../notify/test-destination.ts'
import { createTestMail } from '../notify/test-mail.ts'
import type { Config } from '../config/config.ts'
import type { Mailer } from '../ports/mailer.ts'
import { loadAssets } from '../web/assets.ts'
import { createWebApp, type WebApp } from '../web/routes.ts'
import type { WebDeps } from '../web/web-deps.ts'
import { sending } from './sending.ts'

/** What the page thread has at hand. */
export interface PageAppOptions extends Omit<
  WebDeps,
  'api' | 'assets' | 'clock' | 'testDestination' | 'testMail'
> {
  readonly settings: Config
}

/** Returns pages and API. This file is loaded with the first request for one. */
export function createPageApp({ settings, ...deps }: PageAppOptions): WebApp {
  const { reads, commands, config, random, reportError } = deps
  const { baseUrl } = config
  const testDestination = createTestDestination({ ...sending(settings), baseUrl, random })
  const testMail = createTestMail({ mailer: testMailer(settings, baseUrl), baseUrl, random })
  const api = createApi({ reads, commands, clock: Date.now, config, testDestination, reportError })
  return createWebApp({
    ...deps,
    api: (request) => api.fetch(request),
    assets: loadAssets(fileURLToPath(new URL('../assets/', import.meta.url))),
    clock: Date.now,
    testDestination,
    testMail,
  })
}

/** Tests of mail go out from this thread, so that their answer is seen where it was asked for. */
function testMailer({ mailFrom, smtpUrl }: Config, baseUrl: string): Mailer | undefined {
  const from = mailFrom ?? `culprit@${new URL(baseUrl).hostname}`
  return smtpUrl === undefined ? undefined : createSmtpMailer({ url: smtpUrl, from })
}
