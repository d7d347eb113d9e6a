import type { Selectable } from 'kysely'
import type { Project, ProjectKey } from '../../domain/project.ts'
import type { Tables } from './tables.ts'

/** Returns the project of a row of the table `projects`. */
export function toProject(row: Selectable<Tables['projects']>): Project {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    createdAt: row.created_at,
    internal: row.internal !== 0,
  }
}

/** Returns the key of a row of the table `project_keys`. */
export function toProjectKey(row: Selectable<Tables['project_keys']>): ProjectKey {
  return {
    projectId: row.project_id,
    publicKey: row.public_key,
    enabled: row.enabled !== 0,
    eventsPerMinute: row.events_per_minute ?? undefined,
  }
}
