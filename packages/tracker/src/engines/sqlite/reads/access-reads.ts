import type { ReadModels, UserView } from '../../../ports/read-models.ts'
import type { ReadContext } from './read-context.ts'

type AccessReads = Pick<ReadModels, 'session' | 'userByEmail' | 'user' | 'ownerExists'>

/** Returns the questions that decide who may see what. */
export function createAccessReads({ kysely }: ReadContext): AccessReads {
  const users = kysely.selectFrom('users').select(['id', 'email', 'password_hash'])
  return {
    async session(tokenHash, now) {
      const query = kysely
        .selectFrom('sessions')
        .select(['user_id', 'expires_at'])
        .where('token_hash', '=', tokenHash)
      const row = await query.where('expires_at', '>', now).executeTakeFirst()
      return row && { userId: row.user_id, expiresAt: row.expires_at }
    },
    async userByEmail(email) {
      const row = await users.where('email', '=', email).executeTakeFirst()
      return row && toUser(row)
    },
    async user(userId) {
      const row = await users.where('id', '=', userId).executeTakeFirst()
      return row && toUser(row)
    },
    async ownerExists() {
      const row = await kysely
        .selectFrom('users')
        .select('id')
        .where('claimed_at', 'is not', null)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function toUser(row: {
  readonly id: number
  readonly email: string | null
  readonly password_hash: string | null
}): UserView {
  return { id: row.id, email: row.email ?? undefined, passwordHash: row.password_hash ?? undefined }
}
