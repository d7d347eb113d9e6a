// Keeps the parts of the manual that come from code equal to the code. `node scripts/docs.mjs` writes them;
// with `--check` it only compares, and ends with 1 when they differ.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { discardReasons } from '@culprit/wire'
import { settingsTable as developmentTable } from '../packages/culprit/src/development/settings/setting.ts'
import { settingsTable } from '../packages/tracker/dist/config/help.js'
import { optionsTable } from './docs/options-table.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const reasonsTable = () =>
  [
    '| Reason | What it means |',
    '|---|---|',
    ...discardReasons.map(({ reason, description }) => `| \`${reason}\` | ${description} |`),
  ].join('\n')

/** The interfaces whose members are tables of the page about options, by file. */
const optionFiles = {
  'mail/mail-handler-options.ts': ['MailHandlerOptions', 'WindowOptions'],
  'mail/smtp-settings.ts': ['SmtpOptions'],
  'mail/ignore.ts': ['IgnoreOptions'],
  'mail/request-trail.ts': ['RequestTrailOptions'],
  'logging/formatter.ts': ['FormatterOptions'],
  'logging/json-formatter.ts': ['JsonFormatterOptions'],
  'logging/log-call.ts': ['CallOptionsInit'],
  'logging/handlers/stream-handler.ts': ['StreamHandlerOptions'],
  'logging/handlers/file-handler.ts': ['FileHandlerOptions'],
  'logging/handlers/rotating-base.ts': ['RotationOptions'],
  'logging/handlers/rotating-file-handler.ts': ['RotatingFileOptions'],
  'logging/handlers/timed-rotating-file-handler.ts': ['TimedRotatingFileOptions'],
  'logging/handlers/network-handler.ts': ['NetworkHandlerOptions'],
  'logging/handlers/syslog-handler.ts': ['SyslogHandlerOptions'],
  'logging/handlers/http-handler.ts': ['HttpHandlerOptions'],
  'logging/handlers/nt-event-log-handler.ts': ['NtEventLogHandlerOptions'],
  'logging/handlers/memory-handler.ts': ['MemoryHandlerOptions'],
  'logging/handlers/fingers-crossed-handler.ts': ['FingersCrossedOptions'],
  'logging/handlers/queue-handler.ts': ['QueueHandlerOptions'],
  'logging/handlers/queue-listener.ts': ['QueueListenerOptions'],
  'logging/basic-config.ts': ['BasicConfig'],
  'logging/config.ts': ['LoggingConfig', 'HandlerConfig', 'LoggerConfig'],
  'logging/bridges/query-log.ts': ['QueryOptions'],
  'logging/bridges/capture-libraries.ts': ['CaptureOptions'],
}
const optionParts = Object.entries(optionFiles).flatMap(([file, names]) =>
  names.map((name) => ({
    page: 'docs/log-options.md',
    name,
    text: optionsTable(`${root}/packages/culprit/src/${file}`, name),
  })),
)

const debuggerOptions = optionsTable(
  `${root}/packages/culprit/src/debugger/debugger-options.ts`,
  'DebuggerOptions',
)

/** Page, name of the marked part, and what belongs there. */
const parts = [
  { page: 'docs/configuration.md', name: 'settings', text: settingsTable() },
  { page: 'docs/development-server.md', name: 'settings', text: developmentTable() },
  { page: 'docs/limits.md', name: 'reasons', text: reasonsTable() },
  { page: 'docs/debugger.md', name: 'DebuggerOptions', text: debuggerOptions },
  ...optionParts,
]

const check = process.argv.includes('--check')
for (const { page, name, text } of parts) {
  const before = readFileSync(`${root}/${page}`, 'utf8')
  const part = new RegExp(`(<!-- ${name}: made by scripts/docs.mjs -->\\n)[\\s\\S]*?(<!-- /${name} -->)`)
  if (!part.test(before)) throw new Error(`${page} has no part "${name}"`)
  const after = before.replace(part, (_, open, close) => `${open}${text}\n${close}`)
  if (after === before) continue
  if (!check) writeFileSync(`${root}/${page}`, after)
  else {
    process.stderr.write(`${page}: the part "${name}" differs from the code; run node scripts/docs.mjs\n`)
    process.exitCode = 1
  }
}
