import { frame, variables, type MadeFrame } from './frames.ts'
import { createRandom, type Random } from './random.ts'
import { agents, environments, errorTypes, nouns, packages, routes, verbs } from './words.ts'

/** What all events of one issue share: the error and its frames. */
export interface IssueSeed {
  readonly type: string
  readonly message: string
  readonly frames: readonly MadeFrame[]
  readonly transaction: string
  readonly modules: Readonly<Record<string, string>>
}

/** Returns the issue of a rank: the same for the same seed, with as many frames as an event of that size needs. */
export function makeIssue(seed: number, rank: number, rawBytes: number): IssueSeed {
  const random = createRandom(seed * 7919 + rank)
  const count = Math.max(4, Math.round((rawBytes - 3000) / 1000))
  const frames = Array.from({ length: count }, (_, at) =>
    frame(random, at === count - 1 || random.next() < 0.4),
  )
  return {
    type: random.pick(errorTypes),
    message: `Cannot ${random.pick(verbs)} ${random.pick(nouns)} of ${random.pick(nouns)} in ${random.pick(nouns)} ${random.pick(verbs)}`,
    frames,
    transaction: `${random.pick(['GET', 'POST'])} ${random.pick(routes)}`,
    modules: Object.fromEntries(
      packages.map((name) => [name, `${random.integer(12)}.${random.integer(30)}.${random.integer(9)}`]),
    ),
  }
}

/**
 * Returns an event of an issue without id and times. Frames are the issue's; variables, breadcrumbs, request, user,
 * tags and the numbers in the message are its own. Breadcrumbs fill it up to about `rawBytes`.
 */
export function makeEvent(
  issue: IssueSeed,
  random: Random,
  rawBytes: number,
): Readonly<Record<string, unknown>> {
  const frames = issue.frames.map((each) =>
    each['in_app'] === true ? { ...each, vars: variables(random, 3 + random.integer(3)) } : each,
  )
  const event = {
    platform: 'node',
    level: random.next() < 0.9 ? 'error' : 'warning',
    environment: random.pick(environments),
    release: `app@3.${random.integer(8)}.0`,
    server_name: `web-${random.integer(6)}`,
    transaction: issue.transaction,
    exception: {
      values: [
        {
          type: issue.type,
          value: `${issue.message} ${random.integer(100_000)}`,
          mechanism: { type: 'auto.http', handled: false },
          stacktrace: { frames },
        },
      ],
    },
    request: request(random, issue.transaction),
    user: user(random),
    tags: {
      region: random.pick(['eu-1', 'eu-2', 'us-1']),
      plan: random.pick(['free', 'team', 'company']),
      feature: random.pick(nouns),
    },
    contexts: {
      runtime: { name: 'node', version: 'v26.4.0' },
      os: { name: 'Linux', version: '6.12.0', kernel_version: '6.12.0-cloud' },
      device: {
        arch: 'x64',
        memory_size: 8_221_523_968,
        free_memory: random.integer(4_000_000_000),
        processor_count: 4,
      },
      trace: {
        trace_id: random.hex(32),
        span_id: random.hex(16),
        op: 'http.server',
        status: 'internal_error',
      },
      culture: { locale: 'en-GB', timezone: 'Europe/Berlin' },
    },
    modules: issue.modules,
    sdk: {
      name: 'sentry.javascript.node',
      version: '11.12.0',
      integrations: ['InboundFilters', 'FunctionToString', 'LinkedErrors', 'Http', 'LocalVariablesAsync'],
      packages: [{ name: 'npm:@sentry/node', version: '11.12.0' }],
    },
  }
  return { ...event, breadcrumbs: breadcrumbs(random, rawBytes - JSON.stringify(event).length) }
}

function breadcrumbs(random: Random, bytes: number): readonly unknown[] {
  const crumbs: unknown[] = []
  let size = 0
  while (crumbs.length < 3 || (size < bytes && crumbs.length < 100)) {
    const crumb =
      random.next() < 0.5
        ? {
            timestamp: 1_790_000_000 + random.integer(100_000) / 1000,
            category: 'console',
            level: 'info',
            message: `${random.pick(verbs)} ${random.pick(nouns)} ${random.hex(12)} took ${random.integer(900)} ms`,
          }
        : {
            timestamp: 1_790_000_000 + random.integer(100_000) / 1000,
            category: 'http',
            type: 'http',
            data: {
              url: `https://${random.pick(nouns)}.internal/${random.pick(nouns)}/${random.hex(8)}`,
              'http.method': 'GET',
              status_code: random.pick([200, 200, 204, 404, 500]),
            },
          }
    crumbs.push(crumb)
    size += JSON.stringify(crumb).length + 1
  }
  return crumbs
}

function request(random: Random, transaction: string): unknown {
  const [method = 'GET', route = '/'] = transaction.split(' ')
  return {
    method,
    url: `https://shop.example${route.replace(':id', random.hex(6))}`,
    query_string: `page=${random.integer(50)}&q=${random.pick(nouns)}`,
    headers: {
      host: 'shop.example',
      'user-agent': random.pick(agents),
      accept: 'application/json',
      'accept-language': 'en-GB,en;q=0.9',
      'x-request-id': random.hex(32),
      'x-forwarded-for': `203.0.113.${random.integer(250)}`,
    },
    cookies: { theme: 'dark', session: random.hex(32) },
  }
}

function user(random: Random): unknown {
  const id = random.integer(5000)
  return { id: String(id), email: `person${id}@example.test`, ip_address: `198.51.100.${id % 250}` }
}
