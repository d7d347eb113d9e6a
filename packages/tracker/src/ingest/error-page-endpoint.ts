import { encodeEnvelope, parseEventId, wireLimits } from '@culprit/wire'
import type { ProjectKey } from '../domain/project.ts'
import { accept } from './accept.ts'
import { authenticateDsn } from './authenticate.ts'
import type { Exchange } from './exchange.ts'
import { decodeSmall, readBody } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { jsonReply, type Reply, reply } from './reply.ts'
import { thanksPage, wantsPage } from './thanks-page.ts'
import { defaultDialogWords, type DialogWords, renderReportDialog } from './report-dialog.ts'

/**
 * The dialog in which a visitor says what happened: GET answers the script that an SDK puts into the page, POST saves
 * what was written, and thanks with a page where the form was sent without scripts. Both carry `dsn` and `eventId` in the
 * query.
 */
export async function answerErrorPage(exchange: Exchange): Promise<Reply | Refusal> {
  const { req, query, deps, note } = exchange
  note.category = 'default'
  note.items = req.method === 'GET' ? ['dialog'] : ['user_report']
  const key = authenticateDsn(exchange, query.get('dsn') ?? '')
  if (isRefusal(key)) return key
  const eventId = parseEventId(query.get('eventId'))
  if (eventId === undefined) return refuse(400, 'malformed', 'invalid event id')
  if (req.method === 'GET')
    return reply(200, 'text/javascript; charset=utf-8', dialogScript(exchange, eventId))
  return deps.admission.check(key) ?? (await saveReport(exchange, key, eventId))
}

function dialogScript({ query, deps }: Exchange, eventId: string): string {
  const target = new URLSearchParams({ dsn: query.get('dsn') ?? '', eventId })
  return renderReportDialog({
    action: `${deps.baseUrl()}/api/embed/error-page/?${target.toString()}`,
    name: textOf(query.get('name'), 128),
    email: textOf(query.get('email'), 200),
    words: wordsOf(query),
  })
}

function wordsOf(query: URLSearchParams): DialogWords {
  const words: Record<keyof DialogWords, string> = { ...defaultDialogWords }
  for (const name of Object.keys(defaultDialogWords)) {
    const given = query.get(name)
    if (given && isWord(name)) words[name] = textOf(given, 500)
  }
  return words
}

function isWord(name: string): name is keyof DialogWords {
  return Object.hasOwn(defaultDialogWords, name)
}

async function saveReport(exchange: Exchange, key: ProjectKey, eventId: string): Promise<Reply | Refusal> {
  const body = await readBody(exchange)
  if (isRefusal(body)) return body
  const bytes = decodeSmall(body, wireLimits.eventBytes)
  if (isRefusal(bytes)) return bytes
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  const comments = textOf(form.get('comments'), 16_384)
  if (comments.trim() === '')
    return {
      ...refuse(400, 'malformed', 'the report is empty'),
      causes: ['comments: this field is required'],
    }
  const report = {
    event_id: eventId,
    name: textOf(form.get('name'), 128),
    email: textOf(form.get('email'), 200),
    comments,
  }
  const envelope = encodeEnvelope({
    header: { eventId },
    items: [{ header: { type: 'user_report' }, payload: JSON.stringify(report) }],
  })
  exchange.note.eventId = eventId
  const refusal = await accept(exchange, {
    key,
    kind: 'envelope',
    body: { bytes: envelope, encoding: '' },
    eventId,
    events: 1,
  })
  if (refusal) return refusal
  return wantsPage(exchange.req.headers.accept) ? thanksPage() : jsonReply({ id: eventId })
}

function textOf(value: string | null, length: number): string {
  return (value ?? '').slice(0, length)
}
