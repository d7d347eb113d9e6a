const MAX_INPUT = 8192

/** A kind of variable part: what it looks like and what stands for it. */
interface Kind {
  readonly mark: string
  readonly pattern: string
}

// Each alternative starts only where a word begins (the look-behind before all of them) and repeats over plain
// classes, so that the whole is linear but for bounded retries. Longer and more telling kinds come first.
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}'
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}'
const CLOCK =
  '\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d{1,9})?)?(?: ?[AaPp][Mm]\\b)?(?: ?(?:Z|GMT|UTC)\\b)?(?: ?[+-]\\d{2}:?\\d{2}\\b)?'

const KINDS: readonly Kind[] = [
  { mark: 'email', pattern: '[\\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}' },
  {
    mark: 'url',
    pattern: '(?:https?|wss?|ftp|file|postgres(?:ql)?|redis|mongodb|amqp|mysql)://[^\\s"\'<>`)\\]}]+',
  },
  {
    mark: 'uuid',
    pattern: '[\\da-fA-F]{8}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{4}-[\\da-fA-F]{12}(?!\\w)',
  },
  { mark: 'traceparent', pattern: '00-[\\da-f]{32}-[\\da-f]{16}-0[01](?!\\w)' },
  { mark: 'date', pattern: `\\d{4}-\\d{2}-\\d{2}(?:[T ]${CLOCK})?(?!\\w)` },
  { mark: 'date', pattern: `(?:${DAY},? )?${MONTH} \\d{1,2}(?:,? \\d{4})?(?: ${CLOCK})?(?!\\w)` },
  { mark: 'date', pattern: `(?:${DAY},? )?\\d{1,2} ${MONTH} \\d{4}(?: ${CLOCK})?(?!\\w)` },
  { mark: 'date', pattern: '\\d{1,2}/\\d{1,2}/\\d{2,4}(?!\\w)' },
  { mark: 'time', pattern: `${CLOCK}(?![\\w:])` },
  { mark: 'ip', pattern: '(?:\\d{1,3}\\.){3}\\d{1,3}(?:/\\d{1,2})?(?![\\w.]*\\w)' },
  { mark: 'ip', pattern: '(?:[\\da-fA-F]{1,4}:){7}[\\da-fA-F]{1,4}(?!\\w)' },
  {
    mark: 'ip',
    pattern: '(?:[\\da-fA-F]{1,4}:){1,6}:(?:[\\da-fA-F]{1,4}(?::[\\da-fA-F]{1,4}){0,5})?(?!\\w)',
  },
  { mark: 'version', pattern: '\\d+(?:\\.\\d+){2,5}(?![\\w.]*\\w)' },
  { mark: 'ip', pattern: '::1(?!\\w)' },
  { mark: 'hex', pattern: '0[xX][\\da-fA-F]+(?!\\w)' },
  { mark: 'hash', pattern: '(?=[a-f]{0,63}\\d)(?:[\\da-f]{64}|[\\da-f]{40}|[\\da-f]{32})(?!\\w)' },
  {
    mark: 'duration',
    pattern:
      '\\d+(?:\\.\\d+)? ?(?:ns|us|µs|ms|s|sec|secs|seconds?|min|mins|minutes?|hours?|days?|h|m|d)(?!\\w)',
  },
  { mark: 'int', pattern: '\\d{1,3}(?:,\\d{3})+(?![\\w.])' },
  { mark: 'float', pattern: '\\d+\\.\\d+(?:[eE][+-]?\\d+)?(?![\\w.]*\\w)' },
  { mark: 'int', pattern: '\\d+(?!\\w|\\.\\d)' },
  // Bare hex and random ids need a digit and a letter; only a-f for hex.
  { mark: 'hex', pattern: '(?=[a-f]{0,127}\\d)(?=\\d{0,127}[a-f])[\\da-f]{4,128}(?!\\w)' },
  { mark: 'hex', pattern: '(?=[A-F]{0,127}\\d)(?=\\d{0,127}[A-F])[\\dA-F]{4,128}(?!\\w)' },
  {
    mark: 'id',
    pattern:
      '(?=[\\w-]{0,127}\\d[\\w-]{0,127}\\d[\\w-]{0,127}\\d)(?=[\\d_-]{0,127}[A-Za-z])[\\w-]{16,128}(?![\\w-])',
  },
]

const LEAD = '(?<![\\w.-])'
const VARIABLE = new RegExp(`${LEAD}(?:${KINDS.map((kind) => `(${kind.pattern})`).join('|')})`, 'g')
const GLUED =
  /(?<=[A-Za-z][_-])(?<!\b(?:utf|sha|iso|base|http|ipv|es)[_-])\d+(?![A-Za-z\d])|(?<![\w.])-\d+(?:\.\d+)?(?!\w)|(?<=[\w~]\.)(?=[a-f]{0,63}\d)(?=\d{0,63}[a-f])[\da-f]{6,64}(?=\.[a-z])/gi
const ESCAPED = /\u001b\[[\d;]*m/g

/**
 * Returns the text with its variable parts replaced by what they are: `<int>`, `<float>`, `<hex>`, `<hash>`,
 * `<uuid>`, `<id>` (16 characters and more with three digits), `<email>`, `<url>`, `<ip>`, `<date>`, `<time>`,
 * `<duration>`, `<version>`, `<traceparent>`. Names with digits in them (`utf8`, `HTTP2`, `v1`) stay. Runs of white space
 * become one space. Looks at the first 8,192 characters; linear in them.
 */
export function parameteriseMessage(text: string): string {
  const input = text.slice(0, MAX_INPUT).replace(ESCAPED, '').replace(/\s+/g, ' ').trim()
  if (!/[\d@/]/.test(input)) return input
  return input.replace(VARIABLE, markOf).replace(GLUED, markOfGlued)
}

function markOf(_match: string, ...groups: readonly unknown[]): string {
  const at = groups.findIndex((group) => group !== undefined)
  return `<${KINDS[at]?.mark ?? 'int'}>`
}

/** Numbers at the end of a name (`order-17`, `user_5`), negative ones, and hashes within one (`main.3f2a91bc.css`). */
function markOfGlued(match: string): string {
  if (/[a-f]/i.test(match)) return '<hash>'
  return match.includes('.') ? '<float>' : '<int>'
}
