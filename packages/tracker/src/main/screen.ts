/** What the start tells whoever started it. */
export interface StartFacts {
  readonly version: string
  readonly url: string
  readonly dsn: string
  /** The one-time sign-in link; null once an owner exists. */
  readonly setupUrl: string | null
  /** A one-time link that works also for an owner who has set no password. */
  readonly signInUrl?: string | undefined
  readonly pid: number
  readonly dataDir: string
  readonly mail: boolean
  /** Set when the default port was taken. */
  readonly movedFrom?: number | undefined
}

/** Returns the line that `--json` prints. */
export function jsonLine({ url, dsn, setupUrl, pid }: StartFacts): string {
  return `${JSON.stringify({ url, dsn, setupUrl, pid })}\n`
}

/** Returns the one screenful of a start. Colours only where `colour` says that somebody sees them. */
export function screen(facts: StartFacts, colour: boolean): string {
  const bold = (text: string): string => (colour ? `\u001B[1m${text}\u001B[22m` : text)
  const dim = (text: string): string => (colour ? `\u001B[2m${text}\u001B[22m` : text)
  const row = (label: string, value: string, note = ''): string =>
    `  ${dim(label.padEnd(9))}${value}${note ? `   ${dim(note)}` : ''}`
  const rows = [
    '',
    `  ${bold(`◆ culprit ${facts.version}`)}   ${dim(`data in ${facts.dataDir}`)}`,
    '',
    facts.signInUrl
      ? row('Open', bold(facts.signInUrl), 'signs you in once, valid 30 min')
      : row('Open', bold(facts.url)),
    row('DSN', facts.dsn, 'project "default"'),
    ...testCommand(facts.dsn).map((line, index) => row(index === 0 ? 'Try it' : '', line)),
    row('Code', `SENTRY_DSN=${facts.dsn} node app.js`),
  ]
  if (!facts.mail) rows.push(row('Mail', 'off', 'set CULPRIT_SMTP_URL and CULPRIT_ADMIN_EMAIL to get mails'))
  if (facts.movedFrom !== undefined)
    rows.push(row('Port', `${facts.movedFrom} is taken`, 'using the next free one'))
  return [...rows, row('Stop', 'Ctrl+C'), ''].join('\n')
}

/** Returns a command that sends one event through the DSN with nothing but curl, in lines that fit a narrow terminal. */
function testCommand(dsn: string): readonly string[] {
  const url = new URL(dsn)
  const path = url.pathname.replace(/\/(\d+)$/, '/api/$1/store/')
  const target = `${url.protocol}//${url.host}${path}?sentry_key=${url.username}`
  return [`curl -sS -d '{"message":"Hello from curl"}' \\`, `  '${target}'`]
}
