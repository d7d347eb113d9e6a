import type { DatabaseSync } from 'node:sqlite'
import type { PeopleCommands } from '../../ports/people-commands.ts'
import type { Administration } from './administration.ts'
import { createMailCommands } from './mail-commands.ts'
import { createMemberCommands } from './member-commands.ts'
import { readPeople } from './read-people.ts'
import { createTeamCommands } from './team-commands.ts'

/** Returns the commands about who is told; `forgetIssue` is told of issues that changed. */
export function createPeopleCommands(
  db: DatabaseSync,
  administration: Administration,
  forgetIssue: (issueId: number) => void,
): PeopleCommands {
  const { kysely, run } = administration
  return {
    ...createTeamCommands(db, administration, forgetIssue),
    alertPeople: async () => readPeople(administration),
    ...createMemberCommands(db, administration, forgetIssue),
    setOwnership: async ({ projectId, raw }) => {
      const values = { project_id: projectId, raw }
      run(
        kysely
          .insertInto('ownership')
          .values(values)
          .onConflict((row) => row.column('project_id').doUpdateSet({ raw })),
      )
    },
    async assignIssue({ scope, issueId, assignee }) {
      const issue = kysely
        .updateTable('issues')
        .where('id', '=', issueId)
        .where('project_id', 'in', [...scope])
      const value = assignee ? `${assignee.kind}:${assignee.id}` : null
      if (run(issue.set({ assignee: value }).returning('id')).rows.length === 0) return 'not-found'
      forgetIssue(issueId)
      return 'done'
    },
    ...createMailCommands(db, administration),
  }
}
