import type { DatabaseSync } from 'node:sqlite'
import type { Commands, NewSession } from '../../ports/commands.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { ownerId } from './provision.ts'

type AccessCommands = Pick<
  Commands,
  'redeemSignInCode' | 'addSignInCode' | 'createSession' | 'endSession' | 'setCredentials'
>

/** Sessions of one person at one time; the oldest is ended for a new one. */
const maxSessionsPerUser = 50

/** Returns the commands about who may come in. Only hashes of tokens and codes are stored. */
export function createAccessCommands(db: DatabaseSync, administration: Administration): AccessCommands {
  const { kysely, run } = administration
  return {
    redeemSignInCode: async ({ codeHash, session, now }) =>
      inTransaction(db, () => {
        const usable = kysely
          .selectFrom('sign_in_codes')
          .select('code_hash')
          .where('code_hash', '=', codeHash)
        if (run(usable.where('expires_at', '>', now)).rows.length === 0) return undefined
        // The other codes lead to the same account: a link that was printed and not used must not stay open.
        run(kysely.deleteFrom('sign_in_codes'))
        run(
          kysely
            .updateTable('users')
            .set({ claimed_at: now })
            .where('id', '=', ownerId)
            .where('claimed_at', 'is', null),
        )
        addSession(administration, ownerId, session)
        return { userId: ownerId }
      }),
    addSignInCode: async ({ codeHash, expiresAt }) => {
      run(
        kysely
          .insertInto('sign_in_codes')
          .values({ code_hash: codeHash, expires_at: expiresAt })
          .onConflict((row) => row.doNothing()),
      )
    },
    createSession: async (userId, session) =>
      inTransaction(db, () => addSession(administration, userId, session)),
    endSession: async (tokenHash) => {
      run(kysely.deleteFrom('sessions').where('token_hash', '=', tokenHash))
    },
    setCredentials: async ({ userId, email, passwordHash, now }) =>
      inTransaction(db, () => {
        const user = kysely.updateTable('users').where('id', '=', userId)
        if (email !== undefined) run(user.set({ email }))
        if (passwordHash === undefined) return
        run(user.set({ password_hash: passwordHash }))
        run(user.set({ claimed_at: now }).where('claimed_at', 'is', null))
      }),
  }
}

function addSession({ kysely, run }: Administration, userId: number, session: NewSession): void {
  run(
    kysely.insertInto('sessions').values({
      token_hash: session.tokenHash,
      user_id: userId,
      created_at: session.createdAt,
      expires_at: session.expiresAt,
      user_agent: session.userAgent.slice(0, 200),
    }),
  )
  const newest = kysely
    .selectFrom('sessions')
    .select('token_hash')
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
  run(
    kysely
      .deleteFrom('sessions')
      .where('user_id', '=', userId)
      .where('token_hash', '!=', session.tokenHash)
      .where('token_hash', 'not in', newest.limit(maxSessionsPerUser)),
  )
}
