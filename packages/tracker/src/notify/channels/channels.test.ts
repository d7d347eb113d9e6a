import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { ChannelKind, ChannelSettings } from '../../domain/destination.ts'
import type { AlertContent, DigestEntry } from '../alert-content.ts'
import { sampleContent } from '../sample-content.ts'
import { channelOf, channels } from './channels.ts'
import { checkSettings } from './check-settings.ts'

const project = { id: 7, slug: 'shop', name: 'Shop', createdAt: 0, internal: false }
const now = Date.UTC(2026, 10, 22, 17, 3, 9)
const test = sampleContent({ project, now, baseUrl: 'https://errors.example' })

const base: AlertContent = {
  ...test,
  kind: 'fired',
  rule: { id: 3, name: 'New issues' },
  reason: 'A new issue was created.',
  issue: {
    ...(test.issue ?? expect.fail()),
    id: 42,
    shortId: 'SHOP-42',
    title: 'TypeError: no id',
    count: 12,
    userCount: 3,
  },
  links: {
    subject: 'https://errors.example/issues/SHOP-42',
    event: `https://errors.example/issues/SHOP-42/events/${'0'.repeat(32)}`,
    rule: 'https://errors.example/alerts/3',
  },
}

/** Everything that has a meaning somewhere, in every text that a stranger can choose. */
const nasty =
  '@everyone @here @channel <!channel> <!subteam^S1> <@U123> <@&99> <at>All</at> </b><a href="x">y</a> *b* _i_ `c` ~s~ ||spoiler|| [t](https://evil.example) # h > q :fire: & "q" \\ https://evil.example/x'
const hostile: AlertContent = {
  ...base,
  rule: { id: 3, name: nasty },
  reason: nasty,
  project: { ...base.project, name: nasty },
  issue: { ...(base.issue ?? expect.fail()), title: nasty, culprit: nasty, type: nasty, value: nasty },
  event: { id: 'a'.repeat(32), at: now, environment: nasty, release: nasty, request: nasty, place: nasty },
  tags: [[nasty, nasty]],
}

const long = '&<>"*_`@x[]()😀'.repeat(2000)
const huge: AlertContent = {
  ...hostile,
  rule: { id: 3, name: long },
  reason: long,
  issue: { ...(hostile.issue ?? expect.fail()), title: long, culprit: long },
  event: { id: 'a'.repeat(32), at: now, environment: long, release: long, request: long, place: long },
}

const settings: Readonly<Record<ChannelKind, ChannelSettings>> = {
  webhook: { url: 'https://hook.example/x', secret: 'a-secret-of-24-characters' },
  slack: { url: 'https://hooks.slack.com/services/T000/B000/XXXXXXXX' },
  discord: { url: 'https://discord.com/api/webhooks/1/token' },
  teams: { url: 'https://prod-1.westeurope.logic.azure.com/workflows/1/triggers/manual/paths/invoke?sig=s' },
  mattermost: { url: 'https://chat.example/hooks/abc' },
  telegram: { token: '123456:ABC-def', chat: '-1001234567890', thread: '5' },
  ntfy: { topic: 'errors_of_shop', token: 'tk_123' },
  pagerduty: { key: 'R0123456789abcdef0123456789abcde' },
}

const entry = (n: number, title: string): DigestEntry => ({
  issue: { shortId: `SHOP-${n}`, link: `https://errors.example/issues/SHOP-${n}` },
  title,
  rule: title,
  alerts: 2,
  events: 120,
  users: 4,
})
/** A digest whose issues are all called the same. */
const digestOf = (title: string, entries = 50): AlertContent => ({
  ...base,
  rule: { id: 0, name: 'Digest' },
  reason: '120 alerts were gathered.',
  issue: undefined,
  event: undefined,
  tags: [],
  links: { subject: 'https://errors.example/issues', rule: 'https://errors.example/alerts' },
  digest: {
    alerts: 120,
    entries: Array.from({ length: entries }, (_, index) => entry(index + 1, title)),
  },
})

interface Made {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- payloads of eight services, looked into by these tests only
  readonly json: any
}

function make(kind: ChannelKind, facts: AlertContent = base): Made {
  const request = channelOf(kind).toRequest(facts, settings[kind], { deliveryId: 'd-1', at: now })
  if (request === undefined) return expect.fail(`no request for ${kind}`)
  const { url, headers, body } = request
  return { url, headers, text: body, json: JSON.parse(body) }
}

describe.each(channels.map(({ kind }) => kind))('channel %s', (kind) => {
  it('accepts its own settings', () => {
    expect(checkSettings(channelOf(kind), settings[kind])).toEqual({ ok: true, settings: settings[kind] })
  })

  it('CHN-9 says what happened, where, why, and links to it', () => {
    const { text } = make(kind)
    const plain = text.replaceAll(/\\\\|\u200b/g, '')
    for (const part of ['TypeError', 'no id', 'SHOP-42', 'New issues', 'A new issue was created', 'test'])
      expect(plain).toContain(part)
    expect(text).toContain('https://errors.example/issues/SHOP-42')
  })

  it('CHN-9 says that a test is one', () => {
    expect(make(kind, test).text).toContain('This is a test of a destination')
  })

  it('CHN-9 tells an alert about a whole project', () => {
    const { text } = make(kind, {
      ...base,
      issue: undefined,
      event: undefined,
      reason: 'No events for 2 hours.',
    })
    expect(text).toMatch(/No events for 2 hours/)
    // Slack refuses a section without fields.
    expect(text).not.toContain('"section","fields":[]')
  })

  it('CHN-22 lists the issues of a digest with their counts and links, and how many alerts it leaves out', () => {
    const { text } = make(kind, digestOf('TypeError'))
    expect(text).toContain('120 alerts were gathered')
    for (const n of [1, 2, 8]) expect(text).toContain(`https://errors.example/issues/SHOP-${n}`)
    if (kind === 'webhook') return
    expect(text).toContain('2 alerts · 120 events of 4 users')
    const listed = new Set(text.match(/issues\/SHOP-\d+/g)).size
    expect(text).toContain(`and ${120 - 2 * listed} more alerts`)
    expect(
      make(kind, {
        ...digestOf('TypeError', 3),
        digest: { alerts: 6, entries: [entry(1, 'A'), entry(2, 'B'), entry(3, 'C')] },
      }).text,
    ).not.toContain('more alert')
  })

  it('CHN-22 cuts no entry of a digest in the middle, however long titles are', () => {
    const { text } = make(kind, digestOf(long.slice(0, 120)))
    if (kind !== 'webhook') expect(text).toMatch(/and \d+ more alerts/)
    expect(Buffer.byteLength(text)).toBeLessThan(kind === 'webhook' ? 60_000 : 20_000)
  })

  it('has no settings in its body but those the service wants there', () => {
    const { url, token, secret: signing } = settings[kind]
    for (const secret of [url, token, signing])
      if (secret !== undefined) expect(make(kind).text).not.toContain(secret)
  })
})

describe('webhook', () => {
  it('CHN-1 signs time and body', () => {
    const { headers, text } = make('webhook')
    const seconds = Math.floor(now / 1000)
    const expected = createHmac('sha256', 'a-secret-of-24-characters')
      .update(`${seconds}.${text}`)
      .digest('hex')
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'culprit-event': 'alert.fired',
      'culprit-delivery': 'd-1',
      'culprit-signature': `t=${seconds},v1=${expected}`,
    })
  })

  it('CHN-1 tells of resolved issues', () => {
    expect(make('webhook', { ...base, kind: 'resolved' }).json).toMatchObject({ event: 'issue.resolved' })
  })
})

describe('slack', () => {
  it('CHN-2 puts strangers’ texts into plain_text, and escapes the rest', () => {
    const { json } = make('slack', hostile)
    const [{ blocks }] = json.attachments
    for (const block of blocks.slice(0, 3)) expect(block.text.type).toBe('plain_text')
    expect(json.text).not.toMatch(/<[!@]/)
    expect(json.text).toContain('&lt;!channel&gt;')
    expect(json.text).not.toContain('@channel')
    const links = blocks.at(-1).elements[0]
    expect(links).toEqual({ type: 'mrkdwn', text: '<https://errors.example/issues/SHOP-42|Open SHOP-42>' })
  })

  it('CHN-2 keeps within the limits of Block Kit', () => {
    const [{ blocks }] = make('slack', huge).json.attachments
    expect(blocks[0].text.text.length).toBeLessThanOrEqual(150)
    expect(blocks[1].text.text.length).toBeLessThanOrEqual(3000)
    for (const field of blocks[3].fields) expect(field.text.length).toBeLessThanOrEqual(2000)
  })
})

describe('discord', () => {
  it('CHN-3 calls nobody and escapes Markdown', () => {
    const { json } = make('discord', hostile)
    expect(json.allowed_mentions).toEqual({ parse: [] })
    const [embed] = json.embeds
    expect(embed.title).toContain('\\<\\@'.replace('\\@', '@'))
    expect(embed.title).not.toMatch(/(?<!\\)[*_`~|[\]<>]/)
    expect(embed.title).not.toContain('@everyone')
    expect(embed.title).not.toContain('https://')
  })

  it('CHN-3 keeps within the limits of embeds', () => {
    const [embed] = make('discord', huge).json.embeds
    expect(embed.title.length).toBeLessThanOrEqual(256)
    expect(embed.description.length).toBeLessThanOrEqual(4096)
    expect(embed.footer.text.length).toBeLessThanOrEqual(2048)
    const texts = [embed.title, embed.description, embed.footer.text, embed.author.name]
    const fields = embed.fields.flatMap((field: { name: string; value: string }) => [field.name, field.value])
    expect([...texts, ...fields].join('').length).toBeLessThanOrEqual(6000)
  })
})

describe('teams', () => {
  it('CHN-4 sends an adaptive card whose texts are read as text', () => {
    const { json, text } = make('teams', hostile)
    const [{ contentType, content }] = json.attachments
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive')
    expect(content.body.every((block: { type: string }) => block.type === 'RichTextBlock')).toBe(true)
    expect(text).not.toContain('"entities"')
    expect(content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open SHOP-42', url: 'https://errors.example/issues/SHOP-42' },
    ])
  })

  it('CHN-4 keeps below 28 kB', () => {
    expect(Buffer.byteLength(make('teams', huge).text)).toBeLessThan(28_000)
  })
})

describe('mattermost', () => {
  it('CHN-5 calls nobody and escapes Markdown', () => {
    const [attachment] = make('mattermost', hostile).json.attachments
    for (const text of [attachment.title, attachment.text, attachment.author_name, attachment.footer])
      expect(text).not.toMatch(/@(everyone|here|channel|all)/)
    expect(attachment.title).not.toMatch(/(?<!\\)[*_`~|[\]]/)
    expect(attachment.title).not.toContain('https://')
  })

  it('CHN-5 keeps below 16,383 characters', () => {
    expect(make('mattermost', huge).text.length).toBeLessThan(16_383)
  })
})

describe('telegram', () => {
  it('CHN-6 has the token in the path, and escapes HTML', () => {
    const { url, json } = make('telegram', hostile)
    expect(url).toBe('https://api.telegram.org/bot123456:ABC-def/sendMessage')
    expect(json).toMatchObject({ chat_id: '-1001234567890', message_thread_id: 5, parse_mode: 'HTML' })
    const tags = [...json.text.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
    expect(new Set(tags)).toEqual(
      new Set([
        '<b>',
        '</b>',
        '<code>',
        '</code>',
        '</a>',
        '<a href="https://errors.example/issues/SHOP-42">',
      ]),
    )
    expect(json.text).not.toContain('@everyone')
  })

  it('CHN-6 keeps within 4096 characters, and cuts no entity', () => {
    const { text } = make('telegram', huge).json
    expect(text.length).toBeLessThanOrEqual(4096)
    expect(text.replaceAll(/&(amp|lt|gt|quot);/g, '')).not.toContain('&')
  })

  it('takes a server of one’s own', () => {
    const request = channelOf('telegram').toRequest(
      base,
      { ...settings.telegram, api: 'http://bot.lan:8081/' },
      { deliveryId: 'd', at: now },
    )
    expect(request?.url).toBe('http://bot.lan:8081/bot123456:ABC-def/sendMessage')
  })
})

describe('ntfy', () => {
  it('CHN-7 publishes to the topic with a priority by level', () => {
    const { url, headers, json } = make('ntfy')
    expect(url).toBe('https://ntfy.sh')
    expect(headers['authorization']).toBe('Bearer tk_123')
    expect(json).toMatchObject({
      topic: 'errors_of_shop',
      priority: 4,
      click: 'https://errors.example/issues/SHOP-42',
    })
  })

  it('CHN-7 keeps a message below 4096 bytes, so that it does not become a file', () => {
    expect(Buffer.byteLength(make('ntfy', huge).json.message)).toBeLessThanOrEqual(4096)
  })
})

describe('pagerduty', () => {
  it('CHN-8 opens one incident an issue', () => {
    const { url, json } = make('pagerduty')
    expect(url).toBe('https://events.pagerduty.com/v2/enqueue')
    expect(json).toMatchObject({
      routing_key: settings.pagerduty['key'],
      event_action: 'trigger',
      dedup_key: 'culprit:errors.example:issue:42',
      payload: { severity: 'error', source: 'Shop', timestamp: '2026-11-22T17:03:09.000Z' },
    })
  })

  it('CHN-8 resolves it with the issue', () => {
    expect(make('pagerduty', { ...base, kind: 'resolved' }).json).toEqual({
      routing_key: settings.pagerduty['key'],
      event_action: 'resolve',
      dedup_key: 'culprit:errors.example:issue:42',
    })
  })

  it('CHN-8 keeps tests apart from incidents, and summaries within 1024 characters', () => {
    expect(make('pagerduty', test).json.dedup_key).toBe('culprit:errors.example:test')
    expect(make('pagerduty', huge).json.payload.summary.length).toBeLessThanOrEqual(1024)
  })
})

describe('digests with strangers’ texts in them', () => {
  it('CHN-22 Slack has them in plain_text, and only short ids in mrkdwn', () => {
    const [{ blocks }] = make('slack', digestOf(nasty)).json.attachments
    expect(blocks.length).toBeLessThanOrEqual(50)
    const contexts = blocks.filter((block: { type: string }) => block.type === 'context')
    expect(contexts[0].elements[0].text).toBe('<https://errors.example/issues/SHOP-1|SHOP-1>')
    expect(contexts[0].elements[1].type).toBe('plain_text')
  })

  it.each(['discord', 'mattermost'] as const)('CHN-22 %s has them escaped behind a link', (kind) => {
    const { json } = make(kind, digestOf(nasty))
    const text: string = kind === 'discord' ? json.embeds[0].description : json.attachments[0].text
    const [first = ''] = text.split('\n')
    expect(first).toContain('](https://errors.example/issues/SHOP-1) ')
    const words = first.slice(first.indexOf(') ') + 2)
    expect(words).not.toMatch(/(?<!\\)[*_`~|[\]]/)
    expect(words).not.toContain('@everyone')
    expect(words).not.toContain('https://evil')
    expect(text.length).toBeLessThanOrEqual(kind === 'discord' ? 4096 : 10_000)
  })

  it('CHN-22 Discord keeps the whole embed below 6000 characters', () => {
    const [{ title, description, footer, author }] = make('discord', digestOf(long.slice(0, 120))).json.embeds
    expect([title, description, footer.text, author.name].join('').length).toBeLessThanOrEqual(6000)
  })

  it('CHN-22 Teams has them in runs, with links that are pressed', () => {
    const { json, text } = make('teams', digestOf(nasty))
    const [{ content }] = json.attachments
    const runs = content.body.flatMap((block: { inlines: { selectAction?: unknown }[] }) => block.inlines)
    expect(runs.find((run: { selectAction?: unknown }) => run.selectAction)).toMatchObject({
      type: 'TextRun',
      text: 'SHOP-1 ',
      selectAction: { type: 'Action.OpenUrl', url: 'https://errors.example/issues/SHOP-1' },
    })
    expect(Buffer.byteLength(text)).toBeLessThan(28_000)
  })

  it('CHN-22 Telegram has them escaped, within 4096 characters', () => {
    const { text } = make('telegram', digestOf(nasty)).json
    expect(text).toContain('<a href="https://errors.example/issues/SHOP-1">SHOP-1</a> ')
    expect(text).not.toContain('<at>')
    expect(text).not.toContain('@everyone')
    expect(make('telegram', digestOf(long.slice(0, 120))).json.text.length).toBeLessThanOrEqual(4096)
  })

  it('CHN-22 ntfy has them as text, within 4096 bytes', () => {
    const { message } = make('ntfy', digestOf(long.slice(0, 120))).json
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096)
    expect(message).toMatch(/\nhttps:\/\/errors\.example\/issues\/SHOP-1\n/)
  })
})

describe('resolved issues', () => {
  it.each(['slack', 'discord', 'teams', 'mattermost', 'telegram', 'ntfy'] as const)(
    'are no news for %s',
    (kind) => {
      const request = channelOf(kind).toRequest({ ...base, kind: 'resolved' }, settings[kind], {
        deliveryId: 'd',
        at: now,
      })
      expect(request).toBeUndefined()
    },
  )
})
