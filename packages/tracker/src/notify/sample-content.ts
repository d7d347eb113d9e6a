import type { Instant } from '../domain/instant.ts'
import type { Project } from '../domain/project.ts'
import type { AlertContent } from './alert-content.ts'

export interface SampleContentInput {
  readonly project: Project
  /** @default one that says it is a test */
  readonly rule?: AlertContent['rule'] | undefined
  readonly now: Instant
  /** Without a trailing slash. */
  readonly baseUrl: string
}

/** Returns the made-up alert that "Send test" sends. It says that it is a test, and its links lead to real pages. */
export function sampleContent({
  project,
  rule = { id: 0, name: 'Test' },
  now,
  baseUrl,
}: SampleContentInput): AlertContent {
  const { id, slug, name } = project
  return {
    kind: 'test',
    at: now,
    rule,
    reason: 'Somebody asked for a test.',
    project: { id, slug, name },
    issue: {
      id: 0,
      shortId: `${slug.toUpperCase()}-0`,
      title: 'TypeError: This is a test of a destination, no error happened',
      culprit: 'src/example.ts in sendTest',
      level: 'error',
      status: 'unresolved',
      type: 'TypeError',
      value: 'This is a test of a destination, no error happened',
      count: 1,
      userCount: 1,
      firstSeen: now,
      lastSeen: now,
    },
    event: {
      id: '0'.repeat(32),
      at: now,
      environment: 'test',
      place: 'sendTest (src/example.ts:1:1)',
    },
    tags: [['environment', 'test']],
    links: { subject: `${baseUrl}/issues`, rule: `${baseUrl}/alerts` },
  }
}
