import type { AlertRuleDraft } from './alert-rule.ts'

/** The rule that every project has from the start: each new issue and each regression is mailed to all members. */
export const defaultRule: AlertRuleDraft = {
  name: 'New issues and regressions',
  conditions: [{ kind: 'new-issue' }, { kind: 'regression' }],
  filters: [],
  actions: [{ kind: 'mail', target: { kind: 'all-members' } }],
  actionMatch: 'any',
  filterMatch: 'all',
  // Each of the two happens once; a regression soon after the first event must not be kept quiet.
  frequencyMinutes: 0,
  enabled: true,
}
