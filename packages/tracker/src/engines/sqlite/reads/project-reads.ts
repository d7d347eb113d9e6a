import type { ReadModels } from '../../../ports/read-models.ts'
import { toProject, toProjectKey } from '../project-row.ts'
import type { ReadContext } from './read-context.ts'

type ProjectReads = Pick<ReadModels, 'projects' | 'projectBySlug' | 'keys' | 'environments' | 'releases'>

/** Values offered as filters; the most recently seen come first. */
const maxValues = 200

/** Returns the questions about projects. */
export function createProjectReads({ kysely }: ReadContext): ProjectReads {
  async function valuesOf(scope: readonly number[], key: string): Promise<readonly string[]> {
    const rows = await kysely
      .selectFrom('project_tags')
      .select((row) => ['value', row.fn.max('last_seen').as('last')])
      .where('project_id', 'in', [...scope])
      .where('key', '=', key)
      .groupBy('value')
      .orderBy('last', 'desc')
      .limit(maxValues)
      .execute()
    return rows.map(({ value }) => value)
  }

  return {
    async projects(scope) {
      const rows = await kysely
        .selectFrom('projects')
        .selectAll()
        .where('id', 'in', [...scope])
        .orderBy('id')
        .execute()
      return rows.map(toProject)
    },
    async projectBySlug(scope, slug) {
      const query = kysely
        .selectFrom('projects')
        .selectAll()
        .where('id', 'in', [...scope])
        .where('slug', '=', slug)
      const row = await query.executeTakeFirst()
      return row && toProject(row)
    },
    async keys(scope) {
      const query = kysely
        .selectFrom('project_keys')
        .selectAll()
        .where('project_id', 'in', [...scope])
      return (await query.orderBy('project_id').orderBy('created_at').execute()).map(toProjectKey)
    },
    environments: (scope) => valuesOf(scope, 'environment'),
    releases: (scope) => valuesOf(scope, 'release'),
  }
}
