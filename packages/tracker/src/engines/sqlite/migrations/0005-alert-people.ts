/** Who is told, and what they want to hear. */
export const alertPeople = `
CREATE INDEX alerts_by_rule ON alerts (rule_id, id);
`
