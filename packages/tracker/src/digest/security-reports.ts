import type { Json, JsonObject } from '../domain/json.ts'
import { isList, isObject, setOwn, type Sent } from './normalise/sent.ts'

/** What the query of a report's URL may say about its origin. */
export interface ReportOrigin {
  readonly release?: string | undefined
  readonly environment?: string | undefined
}

/** Reports looked at in one request. */
const maxReports = 20

/**
 * Returns the events that a browser's policy report stands for, as clients would send them: from `{"csp-report"}` and
 * its siblings, or from the list of the Reporting API, at most 20. Empty when it is no such report.
 */
export function eventsOfReport(body: Json, origin: ReportOrigin): readonly JsonObject[] {
  const events: JsonObject[] = []
  for (const entry of isList(body) ? body.slice(0, maxReports) : [body]) {
    const report = isObject(entry) ? policyOf(entry) : undefined
    if (!report) continue
    const event: Record<string, Json> = {
      logger: report.kind,
      platform: 'javascript',
      [report.kind]: report.value,
    }
    if (origin.release !== undefined) event['release'] = origin.release
    if (origin.environment !== undefined) event['environment'] = origin.environment
    if (report.url !== undefined) event['request'] = { url: report.url }
    events.push(event)
  }
  return events
}

interface Policy {
  readonly kind: 'csp' | 'expectct' | 'expectstaple' | 'hpkp'
  readonly value: JsonObject
  readonly url: string | undefined
}

function policyOf(entry: JsonObject): Policy | undefined {
  const csp = entry['csp-report']
  if (isObject(csp)) return { kind: 'csp', value: csp, url: urlOf(csp['document-uri']) }
  const ct = entry['expect-ct-report']
  if (isObject(ct)) return { kind: 'expectct', value: ct, url: undefined }
  const staple = entry['expect-staple-report']
  if (isObject(staple)) return { kind: 'expectstaple', value: staple, url: undefined }
  const body = entry['body']
  if (entry['type'] === 'csp-violation' && isObject(body)) {
    return { kind: 'csp', value: dashedKeys(body), url: urlOf(entry['url'] ?? body['documentURL']) }
  }
  return entry['known-pins'] === undefined ? undefined : { kind: 'hpkp', value: entry, url: undefined }
}

/** The Reporting API's names in the spelling of the older form, so that both are stored alike. */
const olderName: ReadonlyMap<string, string> = new Map([
  ['documentURL', 'document-uri'],
  ['blockedURL', 'blocked-uri'],
  ['effectiveDirective', 'effective-directive'],
  ['originalPolicy', 'original-policy'],
  ['sourceFile', 'source-file'],
  ['lineNumber', 'line-number'],
  ['columnNumber', 'column-number'],
  ['statusCode', 'status-code'],
  ['sample', 'script-sample'],
])

function dashedKeys(body: JsonObject): JsonObject {
  const report: Record<string, Json> = {}
  for (const key in body) setOwn(report, olderName.get(key) ?? key, body[key] ?? null)
  return report
}

function urlOf(sent: Sent): string | undefined {
  return typeof sent === 'string' && sent !== '' ? sent : undefined
}
