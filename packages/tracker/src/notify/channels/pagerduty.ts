import type { Level } from '@culprit/wire'
import type { AlertContent, DigestEntry } from '../alert-content.ts'
import { alertMessage, levelOf } from '../alert-message.ts'
import { digestLines, entryWords, fitDigest } from '../fit-digest.ts'
import { jsonRequest, type Channel } from './channel.ts'
import { cut } from './escape-within.ts'

/** https://developer.pagerduty.com/docs/events-api-v2-overview: a summary of 1024, a key of 255, a body of 512 kB */
const limits = { summary: 1024, value: 300, link: 100, digest: 4000 }

const defaultUrl = 'https://events.pagerduty.com/v2/enqueue'

const severities: Readonly<Record<Level, 'critical' | 'error' | 'warning' | 'info'>> = {
  fatal: 'critical',
  error: 'error',
  warning: 'warning',
  info: 'info',
  debug: 'info',
}

/** PagerDuty, by Events API v2: one incident an issue, closed when the issue is resolved here. */
export const pagerduty: Channel = {
  kind: 'pagerduty',
  title: 'PagerDuty',
  fields: [
    {
      name: 'key',
      label: 'Integration key',
      type: 'secret',
      required: true,
      hint: 'In PagerDuty: the service, Integrations, Add integration, Events API V2. 32 characters.',
      pattern: { regex: /^[A-Za-z0-9]{32}$/, problem: 'An integration key has 32 letters and digits.' },
    },
    {
      name: 'url',
      label: 'Events API',
      type: 'url',
      required: false,
      hint: 'For accounts in Europe https://events.eu.pagerduty.com/v2/enqueue.',
      fallback: defaultUrl,
    },
  ],
  toRequest(facts, settings) {
    const common = { routing_key: settings['key'], dedup_key: dedupKey(facts) }
    const body =
      facts.kind === 'resolved'
        ? { ...common, event_action: 'resolve' }
        : { ...common, event_action: 'trigger', ...trigger(facts) }
    return jsonRequest(settings['url'] ?? defaultUrl, body)
  },
}

/** One incident an issue, also when several trackers report to one service. Tests never join an issue's incident. */
function dedupKey({ kind, rule, issue, links }: AlertContent): string {
  const { host } = new URL(links.subject)
  const what = issue === undefined ? `rule:${rule.id}` : `issue:${issue.id}`
  return cut(`culprit:${host}:${kind === 'test' ? 'test' : what}`, 255)
}

function trigger(facts: AlertContent): object {
  const message = alertMessage(facts)
  const { project, issue, event, links } = facts
  return {
    client: 'Culprit',
    client_url: links.subject,
    links: [{ href: links.subject, text: cut(message.linkText, limits.link) }, ...digestLinks(facts)],
    payload: {
      summary: cut(`${message.headline}: ${message.title}`, limits.summary),
      source: cut(project.name, limits.value),
      severity: severities[levelOf(facts)],
      timestamp: new Date(event?.at ?? facts.at).toISOString(),
      component: cut(message.place, limits.value),
      group: project.slug,
      class: cut(issue?.type ?? 'Error', limits.value),
      custom_details: {
        ...Object.fromEntries(message.facts.map(([name, value]) => [name, cut(value, limits.value)])),
        Rule: cut(message.because, limits.value),
        ...(facts.digest && {
          Alerts: digestLines(facts.digest, { line: digestLine, limit: limits.digest }),
        }),
      },
    },
  }
}

function digestLine(entry: DigestEntry): string {
  return cut([entry.issue?.shortId ?? '', entryWords(entry)].join(' ').trim(), limits.value)
}

function digestLinks({ digest }: AlertContent): readonly unknown[] {
  if (!digest) return []
  const size = (entry: DigestEntry): number => digestLine(entry).length + 1
  const { entries } = fitDigest(digest, { size, limit: limits.digest })
  return entries.flatMap(({ issue }) => (issue ? [{ href: issue.link, text: `Open ${issue.shortId}` }] : []))
}
