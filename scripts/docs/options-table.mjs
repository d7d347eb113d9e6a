// Makes tables of options from the interfaces in the library's sources, where name, default and text stand.
import { readFileSync } from 'node:fs'

/**
 * Returns the members of an interface as a table: option, default, what it does. Members of the interfaces it
 * extends are not among them.
 *
 * @throws {Error} when the file has no such interface, or a member of it no text.
 */
export function optionsTable(path, name) {
  const source = readFileSync(path, 'utf8')
  const body = new RegExp(`^export interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)^\\}`, 'm').exec(source)?.[1]
  if (body === undefined) throw new Error(`${path} has no interface ${name}`)
  const rows = membersOf(body).map(({ option, required, text, fallback }) => {
    const said = text || texts[`${name}.${option}`] || texts[option]
    if (said === undefined) throw new Error(`${name}.${option} has no text`)
    return `| \`${option}\` | ${required ? 'required' : fallback} | ${said} |`
  })
  return ['| Option | Default | |', '|---|---|---|', ...rows].join('\n')
}

/** What members say whose name and type say enough in the code, but not in a table. */
const texts = {
  application: 'its name: in subjects, and in the place of the spool',
  clock: 'for tests',
  credentials: 'user and password',
  dateFormat: 'as for `strftime`',
  encoding: 'the encoding of the file',
  environment: 'its name, in subjects',
  facility: 'a name or a number',
  fileMode: '`a` or `w`',
  format: 'the line of a record',
  formatter: 'makes the text of a record',
  from: 'the sender',
  ignore: 'what gets no mail: `{ classes, statusBelow, bots, when }`',
  level: 'the lowest level that is handled',
  logType: '`Application`, `System` or `Security`',
  method: '`GET` or `POST`',
  ms: 'how long repeats are counted, in milliseconds',
  name: 'the name of the logger',
  now: 'the clock, for tests',
  platform: 'for tests',
  propagate: 'whether records go on to the handlers of ancestors',
  redactor: 'removes secrets',
  secure: '`starttls`, `tls` or undefined',
  style: 'how fields are written: `%`, `{` or `$`',
  timeoutMs: 'for connecting, and for silence in between, in milliseconds',
  tls: '`ca`, `cert`, `key`, `servername`, `rejectUnauthorized`',
  to: 'the recipients, one or a list',
  window: 'when repeats are told: `{ ms, mode }`',
  'BasicConfig.filename': 'writes to a file',
  'BasicConfig.handlers': 'handlers for the root, in place of a file or a stream',
  'BasicConfig.stream': 'writes to a stream',
  'HandlerConfig.create': 'makes the handler; is given a function that returns another one by its id',
  'HandlerConfig.filters': 'ids of filters',
  'HandlerConfig.formatter': 'the id of a formatter',
  'IgnoreOptions.when': 'says of a record whether it gets no mail',
  'LoggerConfig.filters': 'ids of filters',
  'LoggerConfig.handlers': 'ids of handlers',
  'LoggerConfig.level': 'the lowest level of which records are made',
  'LoggingConfig.filters': 'filters by id: `{ name }`, a filter, or `{ create }`',
  'LoggingConfig.formatters': 'formatters by id: options, or `{ create }`',
  'LoggingConfig.handlers': 'handlers by id',
  'LoggingConfig.loggers': 'loggers by name',
  'LoggingConfig.root': 'the root',
  'LoggingConfig.version': '1',
  'QueryOptions.queryLevel': 'the level of queries',
  'SyslogHandlerOptions.address': 'the path of a socket, or `[host, port]`',
  'SmtpOptions.mailhost': 'a host name, `[host, port]`, or a URL `smtp://user:password@host:25`',
}

function membersOf(body) {
  const member = /^ {2}(?:\/\*\*([\s\S]*?)\*\/\s*)?readonly (\w+)(\??):/gm
  return [...body.matchAll(member)].map(([, comment = '', option, optional]) => {
    const lines = comment
      .replace(/^\s*\* ?/gm, '')
      .replace(/\s+/g, ' ')
      .trim()
    const [text = '', fallback = ''] = lines.split(/\s*@default\s+/)
    return { option, required: optional === '', text: cell(text), fallback: cell(fallback) }
  })
}

/** Links and bars would break the table. */
function cell(text) {
  return text.trim().replaceAll('|', String.raw`\|`)
}
