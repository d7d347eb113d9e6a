const MAX_KEY = 256

/** Words that make a key secret wherever they stand in it. */
const SECRET_WORDS: ReadonlySet<string> = new Set([
  'password',
  'passwords',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'secret',
  'secrets',
  'authorization',
  'credential',
  'credentials',
  'creds',
  'apikey',
  'apikeys',
  'privatekey',
  'secretkey',
  'accesskey',
  'jwt',
  'csrf',
  'xsrf',
  'otp',
  'totp',
  'cvv',
  'cvc',
  'ssn',
  'sessionid',
  'phpsessid',
  'jsessionid',
])

/** Parts so telling that they count inside a run-together word too (`PGPASSWORD`, `csrfmiddlewaretoken`). */
const SECRET_PARTS =
  /password|passwd|passphrase|apikey|privatekey|secretkey|accesstoken|authtoken|middlewaretoken|sessionid/

/** What precedes `key` where that names a secret: `api_key` does, `public_key` and `primary_key` do not. */
const KEY_OWNERS: ReadonlySet<string> = new Set([
  'api',
  'private',
  'secret',
  'access',
  'encryption',
  'signing',
  'auth',
  'master',
  'ssh',
  'aes',
  'hmac',
  'rsa',
  'account',
  'storage',
  'service',
  'session',
  'deploy',
  'shared',
])

/** What precedes `tokens` where that is a list of secrets; `max_tokens` and `prompt_tokens` are counts. */
const TOKEN_OWNERS: ReadonlySet<string> = new Set([
  'access',
  'refresh',
  'auth',
  'api',
  'session',
  'bearer',
  'reset',
  'csrf',
  'push',
  'device',
  'secret',
  'id',
])

/** What follows `token` where the value is about a token and not one. */
const TOKEN_ASIDES: ReadonlySet<string> = new Set([
  'count',
  'counts',
  'type',
  'limit',
  'usage',
  'used',
  'length',
  'size',
  'budget',
  'expires',
  'expiry',
  'expiration',
  'name',
  'index',
  'kind',
  'url',
  'uri',
  'endpoint',
  'issuer',
  'valid',
  'ttl',
  'stream',
  'ring',
])

const AUTH_LEADS: ReadonlySet<string> = new Set(['basic', 'http', 'proxy', 'bearer', 'digest', 'smtp', 'x'])
const AUTH_TAILS: ReadonlySet<string> = new Set(['header', 'headers', 'code', 'cookie', 'hash', 'string'])
const PASS_OWNERS: ReadonlySet<string> = new Set([
  'db',
  'database',
  'user',
  'smtp',
  'mail',
  'email',
  'ftp',
  'login',
  'admin',
  'root',
  'my',
  'http',
  'proxy',
  'redis',
  'mysql',
  'pg',
  'postgres',
  'mongo',
  'rabbitmq',
  'amqp',
])

/** Names that are secret as a whole and nothing else; compared lower-case with `_` and spaces as `-`. */
const SECRET_NAMES: ReadonlySet<string> = new Set([
  'auth',
  'pass',
  'cookie',
  'set-cookie',
  'two-factor',
  'two-factor-code',
  'twofactor',
  '2fa',
  'bearer',
])

/** How the environment names its variables. */
const ENVIRONMENT_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/

/** What ends the name of a variable that holds a secret: `STRIPE_SK`, `AWS_KEY`, `EMAIL_HOST_PASS`, `DATABASE_DSN`. */
const SECRET_VARIABLE = /(?:^|_)(?:SK|KEY|PASS|PW|PAT|DSN)$/

/** Keys that are meant to be seen, or that are no keys of locks. */
const OPEN_VARIABLE =
  /(?:PUBLIC|PUBLISHABLE|PRIMARY|FOREIGN|UNIQUE|CACHE|SORT|PARTITION|ROUTING|IDEMPOTENCY)_KEY$/

/**
 * Tells whether a key names a secret. The key is split into words (camelCase, snake_case, kebab-case), so that
 * `userPassword` and `x-api-key` are found while `author`, `max_tokens`, `public_key` and the environment's
 * `PWD` survive. Names in the manner of environment variables are read more strictly: there `KEY`, `PASS`, `SK`, `DSN`
 * at the end are secret, but for `PUBLIC_KEY` and the like. `auth` counts alone or in a telling pair (`basic_auth`, `auth_header`), not in `auth_user`.
 * Looks at the first 256 characters.
 */
export function isSecretKey(key: string): boolean {
  const name = key.length > MAX_KEY ? key.slice(0, MAX_KEY) : key
  if (name === 'PWD') return false
  const lower = name.toLowerCase()
  if (SECRET_NAMES.has(lower.replace(/[_ ]/g, '-')) || SECRET_PARTS.test(lower)) return true
  if (isSecretVariable(name)) return true
  const words = splitWords(name)
  return words.some((word, at) => isSecretWord(words, word, at))
}

function isSecretVariable(name: string): boolean {
  return ENVIRONMENT_NAME.test(name) && SECRET_VARIABLE.test(name) && !OPEN_VARIABLE.test(name)
}

function splitWords(name: string): readonly string[] {
  const words = name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []
  return words.map((word) => word.toLowerCase())
}

function isSecretWord(words: readonly string[], word: string, at: number): boolean {
  if (SECRET_WORDS.has(word)) return true
  const before = words[at - 1] ?? ''
  const after = words[at + 1] ?? ''
  switch (word) {
    case 'token':
      return !TOKEN_ASIDES.has(after)
    case 'tokens':
      return TOKEN_OWNERS.has(before)
    case 'key':
    case 'keys':
      return KEY_OWNERS.has(before)
    case 'auth':
      return AUTH_LEADS.has(before) || AUTH_TAILS.has(after)
    case 'pass':
      return PASS_OWNERS.has(before)
    case 'id':
      return before === 'session'
    case 'factor':
      return before === 'two' && (after === '' || after === 'code' || after === 'secret')
    default:
      return false
  }
}
