import { hostname } from 'node:os'
import { parseArgs } from 'node:util'
import { type SmtpSettings, smtpSettings } from '../mail/smtp-settings.ts'
import { type DevCommand, parseDev } from './parse-dev.ts'
import { type DoctorCommand, parseDoctor } from './parse-doctor.ts'
import { spoolDirectory } from '../mail/spool-directory.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** `culprit mail-test`: the server to send one mail through, and its addresses. */
export interface MailTestCommand {
  readonly kind: 'mail-test'
  readonly smtp: SmtpSettings
  readonly from: string
  readonly to: readonly string[]
}

/** `culprit mail-drain`: the server, and the folder in which mails wait. */
export interface MailDrainCommand {
  readonly kind: 'mail-drain'
  readonly smtp: SmtpSettings
  readonly spoolDir: string
}

/** What the command line asks for. A refusal says in one line what is wrong, where, and what to do. */
export type Command =
  | MailTestCommand
  | MailDrainCommand
  | DevCommand
  | DoctorCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string }

const options = {
  'smtp-url': { type: 'string' },
  secure: { type: 'string' },
  to: { type: 'string', multiple: true },
  from: { type: 'string' },
  'spool-dir': { type: 'string' },
  application: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

/** The flags that a command takes; others are refused, since they would do nothing. */
const flagsOf: Readonly<Record<string, readonly string[]>> = {
  'mail-test': ['smtp-url', 'secure', 'to', 'from'],
  'mail-drain': ['smtp-url', 'secure', 'spool-dir', 'application'],
}

/** What comes after `--` is for the application. */
function asksForHelp(args: readonly string[]): boolean {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  return own.includes('--help')
}

/** Returns the command of an argument list; flags win over the environment, and empty values count as not given. */
export function parseCommand(args: readonly string[], env: Environment): Command {
  try {
    if (args[0] === 'dev' && !asksForHelp(args)) return parseDev(args.slice(1))
    if (args[0] === 'doctor' && !asksForHelp(args)) return parseDoctor(args.slice(1))
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [name, ...rest] = positionals
    const usage = name === undefined || values.help === true ? undefined : wrongUse(name, rest, values)
    if (usage !== undefined) return refused(usage)
    if (values.help === true) return { kind: 'help' }
    if (name === undefined) return refused('no command given; `culprit --help` lists them')
    return name === 'mail-test' ? mailTest(values, env) : mailDrain(values, env)
  } catch (error) {
    // What parseArgs and the mail server's settings throw says what is wrong with which argument.
    return refused(error instanceof Error ? error.message : String(error))
  }
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function wrongUse(name: string, rest: readonly string[], values: Values): string | undefined {
  const flags = flagsOf[name]
  if (flags === undefined)
    return `there is no command '${name}'; \`culprit --help\` lists those that there are`
  if (rest.length > 0)
    return `${name}: unexpected argument '${rest[0]}'; values follow a flag, as in --to a@b.example`
  const wrong = Object.keys(values).find((flag) => !flags.includes(flag))
  return wrong && `${name}: takes no --${wrong}; \`culprit --help\` lists its flags`
}

function mailTest(values: Values, env: Environment): Command {
  const to = (values.to ?? []).filter((address) => address !== '')
  const from = values.from || env['CULPRIT_MAIL_FROM'] || `culprit@${hostname()}`
  if (to.length === 0) return refused('mail-test: nobody to send to; give --to ADDRESS')
  const wrong = [from, ...to].find((address) => !/^[^\r\n\0]+@[^\r\n\0]+$/.test(address))
  if (wrong !== undefined) return refused(`mail-test: '${wrong}' is no address; write it as a@b.example`)
  const smtp = smtpOf(values, env)
  return smtp === undefined ? noServer('mail-test') : { kind: 'mail-test', smtp, from, to }
}

function mailDrain(values: Values, env: Environment): Command {
  const spoolEnv = values['spool-dir'] ? { ...env, CULPRIT_SPOOL_DIR: values['spool-dir'] } : env
  const spoolDir = spoolDirectory({ env: spoolEnv, application: values.application })
  const smtp = smtpOf(values, env)
  return smtp === undefined ? noServer('mail-drain') : { kind: 'mail-drain', smtp, spoolDir }
}

/** @throws {TypeError} when the URL or the way of TLS is none that there is */
function smtpOf({ 'smtp-url': url, secure }: Values, env: Environment): SmtpSettings | undefined {
  const mailhost = url || env['CULPRIT_SMTP_URL']
  if (!mailhost) return undefined
  if (secure === undefined) return smtpSettings({ mailhost })
  if (secure === 'starttls' || secure === 'tls') return smtpSettings({ mailhost, secure })
  throw new TypeError(`--secure must be starttls or tls, not '${secure}'`)
}

function noServer(command: string): Command {
  return refused(
    `${command}: no mail server given; give --smtp-url smtp://user:password@host:port or set CULPRIT_SMTP_URL`,
  )
}

function refused(reason: string): Command {
  return { kind: 'refused', reason }
}
