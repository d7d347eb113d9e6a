import { issueKey, type DigestPlan } from '../../domain/digest-plan.ts'
import type { Issue } from '../../domain/issue.ts'
import { toIssue } from './issue-row.ts'
import type { WriterState } from './writer-state.ts'

/**
 * Prepares the check that a plan still fits: every issue it changes exists and is open or resolved as the plan took it
 * to be, and no issue it makes exists by now. Somebody may have resolved an issue between look-up and apply.
 */
export function prepareFreshness(state: WriterState): (plan: DigestPlan) => boolean {
  const { db, issues } = state
  const byId = db.prepare('SELECT * FROM issues WHERE id = ?')
  const taken = db.prepare(
    'SELECT 1 FROM issues WHERE id = ? OR (project_id = ? AND hash = ? AND mechanism = ?) OR (project_id = ? AND number = ?)',
  )

  function current(id: number): Issue | undefined {
    const cached = issues.byId(id)
    if (cached) return cached
    const row = byId.get(id)
    if (!row) return undefined
    const issue = toIssue(row)
    issues.put(issue)
    return issue
  }

  return (plan) => {
    for (const change of plan.changes) {
      const issue = current(change.issueId)
      if (!issue || issue.projectId !== change.projectId) return false
      if ((issue.status === 'resolved') !== (change.regressedAt !== undefined)) return false
      if (change.reappearedAt !== undefined && issue.status !== 'ignored') return false
    }
    for (const issue of plan.newIssues) {
      if (issues.byKey(issueKey(issue))) return false
      const { id, projectId, hash, mechanism, number } = issue
      if (taken.get(id, projectId, hash, mechanism, projectId, number)) return false
    }
    return true
  }
}
