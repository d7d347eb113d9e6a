import type { Generated } from 'kysely'

/** The tables of the main database, as Kysely sees them. Column names are those of the migrations. */
export interface Tables {
  readonly projects: { id: number; slug: string; name: string; created_at: number; internal: number }
  readonly project_keys: {
    public_key: string
    project_id: number
    enabled: number
    events_per_minute: number | null
    created_at: number
  }
  readonly users: {
    id: number
    email: string | null
    password_hash: string | null
    created_at: number
    claimed_at: number | null
    name: string | null
    /** JSON of `MemberSettings`. */
    settings: string | null
    weekly_at: Generated<number>
  }
  readonly sessions: {
    token_hash: string
    user_id: number
    created_at: number
    expires_at: number
    user_agent: string
  }
  readonly app_session_minutes: {
    project_id: number
    minute: number
    environment: string
    started: number
  }
  readonly app_session_hours: {
    project_id: number
    hour: number
    environment: string
    release: string
    started: number
    errored: number
    crashed: number
  }
  readonly app_session_ids: { project_id: number; sid: Uint8Array; seen: number; state: number }
  readonly sign_in_codes: { code_hash: string; expires_at: number }
  readonly issues: IssuesTable
  readonly issue_groupings: { issue_id: number; tree: string }
  readonly issue_hours: { issue_id: number; hour: number; count: number }
  readonly project_hours: { project_id: number; hour: number; count: number }
  readonly issue_tag_keys: { issue_id: number; key: string; total: number; distinct_values: number }
  readonly issue_tags: { issue_id: number; key: string; value: string; count: number; last_seen: number }
  readonly project_tags: {
    project_id: number
    key: string
    value: string
    last_seen: number
    first_seen: number
  }
  readonly member_preferences: { user_id: number; project_id: number; wants: string }
  readonly teams: { id: Generated<number>; slug: string; name: string; created_at: number }
  readonly team_members: { team_id: number; user_id: number }
  readonly project_teams: { project_id: number; team_id: number }
  readonly ownership: { project_id: number; raw: string }
  readonly unsubscribed: { address: string; project_id: number; at: number }
  readonly message_budgets: {
    destination: string
    tokens: number
    refilled_at: number
    digests: number
  }
  readonly issue_users: { issue_id: number; user_hash: Uint8Array; last_seen: number }
  readonly alert_rules: AlertRulesTable
  readonly rule_fires: { rule_id: number; issue_id: number; fired_at: number; count: number; fires: number }
  readonly alerts: AlertsTable
  readonly outbox: OutboxTable
  readonly delivery_attempts: {
    id: Generated<number>
    outbox_id: number
    at: number
    ok: number
    detail: string
    ms: number
  }
  readonly user_reports: {
    id: Generated<number>
    project_id: number
    event_id: string | null
    issue_id: number | null
    received: number
    name: string
    email: string
    comments: string
  }
  readonly attachments: {
    id: Generated<number>
    project_id: number
    event_id: string
    received: number
    filename: string
    content_type: string
    attachment_type: string
    bytes: number
    stored: number
  }
  readonly parked: {
    id: number
    project_id: number
    event_id: string | null
    received: number
    error: string
  }
  readonly open_incidents: { issue_id: number; destination_id: number }
  readonly destinations: DestinationsTable
  readonly destination_attempts: {
    id: Generated<number>
    destination_id: number
    at: number
    kind: string
    outcome: string
    status: number | null
    ms: number
    problem: string | null
    request: string
    answer: string | null
    number: number
    outbox_id: number | null
    issue_id: number | null
    rule_name: string
  }
  readonly outcomes: {
    project_id: number
    hour: number
    source: string
    reason: string
    category: string
    quantity: number
  }
}

interface IssuesTable {
  id: number
  project_id: number
  number: number
  mechanism: string
  hash: string
  title: string
  culprit: string
  search_text: string
  meta_type: string | null
  meta_value: string | null
  meta_filename: string | null
  meta_function: string | null
  level: string
  platform: string
  status: string
  substatus: string
  count: number
  user_count: number
  first_seen: number
  last_seen: number
  first_release: string | null
  last_release: string | null
  last_event_id: string
  handled: number | null
  status_changed_at: number | null
  /** JSON of a `Snooze`. */
  snooze: string | null
  /** `member:1` or `team:2`. */
  assignee: string | null
}

interface AlertRulesTable {
  id: Generated<number>
  project_id: number
  name: string
  enabled: number
  /** JSON of an `AlertRuleDraft` without what has a column. */
  definition: string
  created_at: number
  updated_at: number
}

interface AlertsTable {
  id: Generated<number>
  rule_id: number
  rule_name: string
  trigger: string
  reason: string
  project_id: number
  issue_id: number | null
  event_id: string | null
  environment: string | null
  at: number
  fires: number
}

interface DestinationsTable {
  id: Generated<number>
  project_id: number
  kind: string
  name: string
  settings: Uint8Array
  created_at: number
  failures: number
  lost: number
  last_ok_at: number | null
  last_failed_at: number | null
  last_problem: string | null
  disabled_at: number | null
  paused_until: number | null
}

interface OutboxTable {
  id: Generated<number>
  kind: string
  project_id: number
  /** For an alert. */
  alert_id: number | null
  /** For a weekly report. */
  user_id: number | null
  /** For a digest or a weekly report: the beginning of what it tells. */
  since: number | null
  /** For a mail; empty when nobody had an address. */
  address: string | null
  /** For a channel. */
  destination_id: number | null
  /** The digest that tells this message instead. */
  digest_id: number | null
  /** Alerts in this digest. */
  folded: Generated<number>
  resolved_issue_id: number | null
  state: string
  reason: string | null
  attempts: number
  created_at: number
  next_at: number
}
