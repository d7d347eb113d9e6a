import type { Commands } from '../ports/commands.ts'
import type { FromWriter } from './messages.ts'

export interface WatchOptions {
  send(message: FromWriter): void
  /** Reads the directory again and hands it on. */
  refresh(): Promise<void>
}

/** Returns the commands with what must follow from them: pages hear of a changed issue, ingest of a changed directory. */
export function watchCommands(commands: Commands, { send, refresh }: WatchOptions): Commands {
  return {
    async setIssueStatus(change) {
      const result = await commands.setIssueStatus(change)
      if (result === 'done') {
        const notice = { kind: 'issues', projectIds: change.scope, issueIds: [change.issueId] } as const
        send({ kind: 'digested', progress: { events: 0, entries: [], outcomes: [], notice } })
      }
      return result
    },
    async redeemSignInCode(input) {
      const owner = await commands.redeemSignInCode(input)
      if (owner) await refresh()
      return owner
    },
    async setCredentials(input) {
      await commands.setCredentials(input)
      await refresh()
    },
    addSignInCode: (input) => commands.addSignInCode(input),
    createSession: (userId, session) => commands.createSession(userId, session),
    endSession: (tokenHash) => commands.endSession(tokenHash),
    addOutcomes: (counts, at) => commands.addOutcomes(counts, at),
    directory: () => commands.directory(),
    applyRetention: (input) => commands.applyRetention(input),
  }
}
