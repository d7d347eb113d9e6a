import { describe, expect, it } from 'vitest'
import { mailLinkUrl, type MailLink } from '../notify/mail-link.ts'
import type { Commands } from '../ports/commands.ts'
import { emptyAssets } from './assets.ts'
import { createMailLinkRoutes } from './mail-link-routes.tsx'
import type { WebDeps } from './web-deps.ts'

const key = new Uint8Array(32).fill(3)
const baseUrl = 'https://errors.example'

function open(): {
  readonly fetch: (link: MailLink | string, method: string) => Promise<Response>
  readonly calls: unknown[]
} {
  const calls: unknown[] = []
  const note =
    (name: string) =>
    async (input: unknown): Promise<undefined> =>
      void calls.push([name, input])
  const commands: Partial<Record<keyof Commands, unknown>> = {
    unsubscribe: note('unsubscribe'),
    setDigests: note('setDigests'),
    setIssueStatus: note('setIssueStatus'),
  }
  const deps: Partial<Record<keyof WebDeps, unknown>> = {
    commands,
    clock: () => 5,
    mailLinkKey: key,
    assets: emptyAssets(),
    config: { baseUrl, mail: 'configured', loopback: true, retentionDays: 90, version: '0' },
  }
  // The routes use these parts alone.
  const app = createMailLinkRoutes(deps as unknown as WebDeps)
  return {
    calls,
    fetch: async (link, method) =>
      app.fetch(
        new Request(typeof link === 'string' ? link : mailLinkUrl(baseUrl, link, key), {
          method,
          ...(method === 'POST' ? { body: 'List-Unsubscribe=One-Click' } : {}),
        }),
      ),
  }
}

describe('links in mails', () => {
  it.each<readonly [MailLink, unknown]>([
    [
      { do: 'unsubscribe', address: 'a@x.io', projectId: 1 },
      ['unsubscribe', { address: 'a@x.io', projectId: 1, now: 5 }],
    ],
    [
      { do: 'digests', address: 'a@x.io', on: true },
      ['setDigests', { address: 'a@x.io', digests: true, now: 5 }],
    ],
    [
      { do: 'mute', projectId: 1, issueId: 7 },
      ['setIssueStatus', { scope: [1], issueId: 7, status: 'ignored', now: 5 }],
    ],
  ])('ALR-27 %j asks for a click, and does it then, without signing in', async (link, call) => {
    const { fetch, calls } = open()
    const asked = await fetch(link, 'GET')
    expect([asked.status, calls]).toEqual([200, []])
    expect(await asked.text()).toContain('<form method="post"')
    const done = await fetch(link, 'POST')
    expect([done.status, calls]).toEqual([200, [call]])
  })

  it('ALR-27 a link that was not signed here does nothing', async () => {
    const { fetch, calls } = open()
    for (const method of ['GET', 'POST'])
      expect((await fetch(`${baseUrl}/-/mail?t=e30.AAAAAAAAAAAAAAAAAAAAAA`, method)).status).toBe(403)
    expect(calls).toEqual([])
  })
})
