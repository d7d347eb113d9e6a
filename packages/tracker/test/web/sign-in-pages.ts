import { sampleNow } from '@culprit/testkit'
import { expect } from 'vitest'
import type { SqliteReader } from '../../src/engines/sqlite/open-reader.ts'
import type { SqliteWriter } from '../../src/engines/sqlite/sqlite-writer.ts'
import { createAddressGuard, type PrivateAccess } from '../../src/notify/address-guard.ts'
import { createSmtpMailer } from '../../src/notify/channels/mail.ts'
import { createTestDestination } from '../../src/notify/test-destination.ts'
import { createTestMail } from '../../src/notify/test-mail.ts'
import { emptyAssets } from '../../src/web/assets.ts'
import { createWebApp, type WebApp } from '../../src/web/routes.ts'
import { hashSignInCode } from '../../src/web/sign-in-code.ts'
import type { WebConfig } from '../../src/web/web-deps.ts'

/** Where the pages under test believe to be. */
export const pagesUrl = 'http://localhost:8000'

export interface SignInPagesOptions {
  readonly writer: SqliteWriter
  readonly reader: SqliteReader
  /** @default everything is allowed */
  readonly access?: PrivateAccess | undefined
  readonly config?: Partial<WebConfig> | undefined
  readonly smtpUrl?: string | undefined
}

/** What a form sends; a name with several values has a list. */
type Form = Readonly<Record<string, string | readonly string[]>>

/** The pages as the owner sees them. */
export interface SignedInPages {
  readonly app: WebApp
  /** Goes into the forms. */
  readonly csrf: string
  get(path: string): Promise<Response>
  post(path: string, form?: Form, token?: string): Promise<Response>
}

let seed = 0

/** Signs the owner in and returns their pages. The clock stands still at `sampleNow`. */
export async function signInPages(options: SignInPagesOptions): Promise<SignedInPages> {
  const { writer, reader, access = { all: true, allowed: [] }, config = {}, smtpUrl } = options
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(++seed)
  const sending = {
    guard: createAddressGuard(access),
    now: () => sampleNow,
    monotonic: () => performance.now(),
    userAgent: 'Culprit/test',
  }
  const baseUrl = pagesUrl
  const app = createWebApp({
    reads: reader.reads,
    commands: writer.commands,
    ingest: {
      recent: async () => [],
      reportPolicy: async () => 'accepted',
      gauges: async () => ({}),
    },
    live: { subscribe: () => () => undefined },
    clock: () => sampleNow,
    config: { baseUrl, mail: 'configured', loopback: true, retentionDays: 90, version: '0', ...config },
    assets: emptyAssets(),
    mailLinkKey: new Uint8Array(32),
    api: async () => new Response('api'),
    random,
    testDestination: createTestDestination({ ...sending, baseUrl, random }),
    testMail: createTestMail({
      mailer: smtpUrl === undefined ? undefined : createSmtpMailer({ url: smtpUrl, from: 'c@example.org' }),
      baseUrl,
      random,
    }),
    reportError: (error) => expect.fail(String(error)),
  })
  await writer.commands.addSignInCode({ codeHash: hashSignInCode('AAAA'), expiresAt: sampleNow + 1000 })
  const signedIn = await app.fetch(new Request(`${baseUrl}/setup?code=AAAA`))
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { host: 'localhost:8000', accept: 'text/html', cookie }
  const get = (path: string): Promise<Response> => app.fetch(new Request(baseUrl + path, { headers }))
  const csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/account')).text())?.[1] ?? ''
  return {
    app,
    csrf,
    get,
    post: (path, form = {}, token = csrf) => {
      const body = new URLSearchParams({ csrf: token })
      for (const [name, values] of Object.entries(form))
        for (const value of typeof values === 'string' ? [values] : values) body.append(name, value)
      return app.fetch(new Request(baseUrl + path, { method: 'POST', headers, body }))
    },
  }
}
