import type { ReadModels, TagSummary } from '../../../ports/read-models.ts'
import type { ReadContext } from './read-context.ts'

type IssueFacts = Pick<ReadModels, 'tagsOfIssue' | 'userReportsOfIssue'>

/** Values shown for one tag key. */
const maxValues = 10

/** Rows of a list of reports. */
const maxRows = 100

/** Returns the questions about what belongs to an issue besides its events. */
export function createIssueFacts(context: ReadContext): IssueFacts {
  const { kysely } = context
  return {
    tagsOfIssue: createTags(context),
    async userReportsOfIssue(scope, issueId) {
      const query = kysely.selectFrom('user_reports').selectAll().where('issue_id', '=', issueId)
      const rows = await query
        .where('project_id', 'in', [...scope])
        .orderBy('id', 'desc')
        .limit(maxRows)
        .execute()
      return rows.map(({ project_id, event_id, received, name, email, comments }) => ({
        projectId: project_id,
        eventId: event_id ?? undefined,
        received,
        name,
        email,
        comments,
      }))
    },
  }
}

function createTags({ kysely }: ReadContext): IssueFacts['tagsOfIssue'] {
  return async (scope, issueId) => {
    const keys = await kysely
      .selectFrom('issue_tag_keys')
      .innerJoin('issues', 'issues.id', 'issue_tag_keys.issue_id')
      .select(['key', 'total'])
      .where('issue_id', '=', issueId)
      .where('project_id', 'in', [...scope])
      .orderBy('key')
      .execute()
    if (keys.length === 0) return []
    const tags = kysely
      .selectFrom('issue_tags')
      .select(['key', 'value', 'count', 'last_seen'])
      .where('issue_id', '=', issueId)
    // Bounded by the writer: at most 50 keys of 100 values.
    const byKey = Map.groupBy(
      await tags.orderBy('count', 'desc').orderBy('last_seen', 'desc').execute(),
      ({ key }) => key,
    )
    return keys.map(({ key, total }): TagSummary => ({
      key,
      total,
      values: (byKey.get(key) ?? [])
        .slice(0, maxValues)
        .map(({ value, count, last_seen }) => ({ value, count, lastSeen: last_seen })),
    }))
  }
}
