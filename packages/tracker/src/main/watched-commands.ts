import type { AlertCommands } from '../ports/alert-commands.ts'
import type { Commands } from '../ports/commands.ts'
import type { DestinationCommands } from '../ports/destination-store.ts'
import type { PeopleCommands } from '../ports/people-commands.ts'
import type { FromWriter } from './messages.ts'

export interface WatchOptions {
  send(message: FromWriter): void
  /** Reads the directory again and hands it on. */
  refresh(): Promise<void>
  /** Reads the alert rules again. */
  refreshRules(): Promise<void>
  /** The outbox has something to send. */
  wakeDelivery(): void
}

/** Returns the commands with what must follow from them: pages hear of a changed issue, ingest of a changed directory. */
export function watchCommands(commands: Commands, options: WatchOptions): Commands {
  const { send, refresh } = options
  return {
    ...watchAlertCommands(commands, options),
    ...watchPeopleCommands(commands, options),
    ...watchDestinationCommands(commands, options),
    async setIssueStatus(change) {
      const result = await commands.setIssueStatus(change)
      if (result === 'done') {
        // A resolved issue may close an incident elsewhere.
        options.wakeDelivery()
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

/** The next event is judged by the rules, and told to the people, as they are when the change is answered. */
function afterwards({ refreshRules }: WatchOptions): <T>(change: Promise<T>) => Promise<T> {
  return async (change) => {
    const result = await change
    await refreshRules()
    return result
  }
}

function watchPeopleCommands(commands: Commands, options: WatchOptions): PeopleCommands {
  const then = afterwards(options)
  return {
    alertPeople: () => commands.alertPeople(),
    addMember: async (input) => {
      const added = await commands.addMember(input)
      await options.refresh()
      return added
    },
    removeMember: async (userId) => {
      const removed = await commands.removeMember(userId)
      await options.refresh()
      return removed
    },
    changeMember: (input) => then(commands.changeMember(input)),
    addTeam: (input) => then(commands.addTeam(input)),
    changeTeam: (input) => then(commands.changeTeam(input)),
    removeTeam: (teamId) => then(commands.removeTeam(teamId)),
    setTeamMember: (input) => then(commands.setTeamMember(input)),
    setProjectTeam: (input) => then(commands.setProjectTeam(input)),
    setOwnership: (input) => then(commands.setOwnership(input)),
    unsubscribe: (input) => then(commands.unsubscribe(input)),
    writeWeeklyReport: (input) => commands.writeWeeklyReport(input),
    setDigests: (input) => commands.setDigests(input),
    async assignIssue(input) {
      const result = await commands.assignIssue(input)
      const notice = { kind: 'issues', projectIds: input.scope, issueIds: [input.issueId] } as const
      if (result === 'done')
        options.send({ kind: 'digested', progress: { events: 0, entries: [], outcomes: [], notice } })
      return result
    },
  }
}

function watchAlertCommands(commands: Commands, options: WatchOptions): AlertCommands {
  const then = afterwards(options)
  return {
    alertRules: () => commands.alertRules(),
    createAlertRule: (input) => then(commands.createAlertRule(input)),
    updateAlertRule: (input) => then(commands.updateAlertRule(input)),
    deleteAlertRule: (input) => then(commands.deleteAlertRule(input)),
  }
}

function watchDestinationCommands(
  commands: Commands,
  { send, wakeDelivery }: WatchOptions,
): DestinationCommands {
  return {
    addDestination: (input) => commands.addDestination(input),
    changeDestination: (input) => commands.changeDestination(input),
    removeDestination: (input) => commands.removeDestination(input),
    async recordDestinationAttempt(input) {
      const result = await commands.recordDestinationAttempt(input)
      const { channel, attempt } = input
      if (result === 'done') send({ kind: 'delivered', channel, outcome: attempt.outcome })
      return result
    },
    async sendHeld(input) {
      const result = await commands.sendHeld(input)
      if (result.messages > 0) wakeDelivery()
      return result
    },
    async retryDelivery(input) {
      const result = await commands.retryDelivery(input)
      if (result === 'done') wakeDelivery()
      return result
    },
  }
}
