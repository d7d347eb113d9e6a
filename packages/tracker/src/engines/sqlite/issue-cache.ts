import { issueKey } from '../../domain/digest-plan.ts'
import type { Issue } from '../../domain/issue.ts'

/** Issues as they stand in the database, kept by the only writer, so that most lookups need no query. */
export interface IssueCache {
  byKey(key: string): Issue | undefined
  byId(id: number): Issue | undefined
  put(issue: Issue): void
  forget(id: number): void
}

/** Returns an empty cache of at most `max` issues; the least recently used goes first. */
export function createIssueCache(max = 10_000): IssueCache {
  const issues = new Map<string, Issue>()
  const keys = new Map<number, string>()

  function byKey(key: string): Issue | undefined {
    const issue = issues.get(key)
    if (issue) {
      issues.delete(key)
      // The tree is larger than all the rest, and the digest never asks for it.
      issues.set(key, issue.grouping === undefined ? issue : { ...issue, grouping: undefined })
    }
    return issue
  }

  function forget(id: number): void {
    const key = keys.get(id)
    keys.delete(id)
    if (key !== undefined) issues.delete(key)
  }

  return {
    byKey,
    byId(id) {
      const key = keys.get(id)
      return key === undefined ? undefined : byKey(key)
    },
    put(issue) {
      forget(issue.id)
      const key = issueKey(issue)
      issues.set(key, issue)
      keys.set(issue.id, key)
      for (const oldest of issues.values()) {
        if (issues.size <= max) break
        forget(oldest.id)
      }
    },
    forget,
  }
}
