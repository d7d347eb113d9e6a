import type { SQLOutputValue } from 'node:sqlite'
import { levels, type Level } from '@culprit/wire'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { EventType, Tag } from '../../domain/event.ts'
import type { EventRow } from '../../ports/read-models.ts'
import type { DayRowValues } from './day-file.ts'

/** A row as SQLite gives it back. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** Where a new event row goes, and what it need not repeat. */
export interface RowPlace {
  readonly seq: number
  readonly issueId: number
  readonly issueTitle: string
  readonly blockOffset: number
}

/** Returns an event's values for the insert of a day file. */
export function toRowValues(event: FingerprintedEvent, place: RowPlace): DayRowValues {
  return [
    place.seq,
    eventIdBytes(event.eventId),
    event.projectId,
    place.issueId,
    event.type,
    event.level,
    event.platform,
    event.timestamp,
    event.received,
    event.title === place.issueTitle ? null : event.title,
    event.environment ?? null,
    event.release ?? null,
    event.transaction ?? null,
    event.userKey ?? null,
    event.tags.length === 0 ? null : JSON.stringify(event.tags.flat()),
    place.blockOffset,
    event.slot,
  ]
}

/** Returns the event of a row; `issueTitle` stands in where the row repeats no title. */
export function toEventRow(row: Row, issueTitle: string): EventRow {
  return {
    eventId: eventIdText(row['event_id']),
    projectId: Number(row['project_id']),
    issueId: Number(row['issue_id']),
    type: toType(row['type']),
    platform: String(row['platform']),
    level: toLevel(row['level']),
    timestamp: Number(row['timestamp']),
    received: Number(row['received']),
    title: text(row['title']) ?? issueTitle,
    environment: text(row['environment']),
    release: text(row['release']),
    transaction: text(row['transaction']),
    userKey: text(row['user_key']),
    tags: toTags(row['tags']),
  }
}

/** Returns the 16 bytes of an event id of 32 hex digits. */
export function eventIdBytes(eventId: string): Uint8Array {
  return Buffer.from(eventId, 'hex')
}

/** Returns a stored level; one that this version does not know counts as `error`. */
export function toLevel(value: unknown): Level {
  return levels.find((level) => level === value) ?? 'error'
}

/** Returns a text column's value, undefined for NULL. */
export function text(value: SQLOutputValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function eventIdText(value: SQLOutputValue | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : ''
}

const types: readonly EventType[] = ['error', 'default', 'csp', 'expectct', 'expectstaple', 'hpkp']

function toType(value: unknown): EventType {
  return types.find((type) => type === value) ?? 'default'
}

function toTags(value: SQLOutputValue | undefined): readonly Tag[] {
  if (typeof value !== 'string') return []
  const flat: unknown = JSON.parse(value)
  const tags: Tag[] = []
  if (!Array.isArray(flat)) return tags
  for (let at = 0; at + 1 < flat.length; at += 2) tags.push([String(flat[at]), String(flat[at + 1])])
  return tags
}
