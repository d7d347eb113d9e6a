/**
 * Why an issue's events are one. A table of its own: rows of `issues` are rewritten with every batch and read by the
 * page, and a tree of several kilobytes in each would be carried along.
 */
export const issueGroupings = `
CREATE TABLE issue_groupings (
  issue_id INTEGER PRIMARY KEY,
  tree TEXT NOT NULL
);
`
