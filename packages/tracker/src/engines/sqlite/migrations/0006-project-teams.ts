/** Whose a project is: alerts to all members go to those of its teams; without any, to everybody. */
export const projectTeams = `
CREATE TABLE project_teams (
  project_id INTEGER NOT NULL,
  team_id INTEGER NOT NULL,
  PRIMARY KEY (project_id, team_id)
) WITHOUT ROWID;
`
