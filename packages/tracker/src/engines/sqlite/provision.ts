import type { DatabaseSync } from 'node:sqlite'
import { defaultRule } from '../../domain/default-rule.ts'
import type { Administration } from './administration.ts'
import { toRuleColumns } from './alert-rows.ts'
import { inTransaction } from './connection.ts'
import type { ProvisionInput } from './sqlite-writer.ts'

/** The account that the first start makes. */
export const ownerId = 1

/** Makes project 1 `default`, project 2 `internal`, a key for each, the default rule and the owner, where they do not exist yet. */
export function provision(db: DatabaseSync, administration: Administration, input: ProvisionInput): void {
  const { kysely, run } = administration
  const { now, dsnKey, newKey, adminEmail, adminPasswordHash } = input
  inTransaction(db, () => {
    const exists = (id: number): boolean =>
      run(kysely.selectFrom('projects').select('id').where('id', '=', id)).rows.length > 0
    const addProject = (id: number, slug: string, publicKey: string): void => {
      const internal = Number(slug === 'internal')
      run(kysely.insertInto('projects').values({ id, slug, name: slug, created_at: now, internal }))
      const key = {
        public_key: publicKey,
        project_id: id,
        enabled: 1,
        events_per_minute: null,
        created_at: now,
      }
      run(kysely.insertInto('project_keys').values(key))
      if (internal) return
      const rule = { ...toRuleColumns(defaultRule), project_id: id, created_at: now, updated_at: now }
      run(kysely.insertInto('alert_rules').values(rule))
    }
    if (!exists(1)) addProject(1, 'default', dsnKey ?? newKey())
    if (!exists(2)) addProject(2, 'internal', newKey())
    const owner = run(kysely.selectFrom('users').select('id').where('id', '=', ownerId)).rows[0]
    if (owner) return
    run(
      kysely.insertInto('users').values({
        id: ownerId,
        email: adminEmail ?? null,
        password_hash: adminPasswordHash ?? null,
        created_at: now,
        claimed_at: adminPasswordHash === undefined ? null : now,
      }),
    )
  })
}
