import type { HostileEvent } from './hostile-event.ts'

const frames = (count: number): readonly unknown[] =>
  Array.from({ length: count }, (_, n) => ({
    function: `recurse${n % 3}`,
    filename: '/app/deep.js',
    lineno: n + 1,
    in_app: true,
    context_line: 'recurse(n + 1)',
    vars: { n },
  }))

function nested(depth: number): unknown {
  let value: unknown = 'bottom'
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? { down: value } : [value]
  return value
}

const object = (count: number, value: (n: number) => unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, value(n)]))

/** JSON text of an event whose shape, not whose text, is the trouble. `ID` stands for the id. */
const shapes: Readonly<Record<string, string>> = {
  'nan and infinity':
    '{"event_id":"ID","exception":{"values":[{"type":"NaNError","value":"not json","stacktrace":{"frames":[{"function":"f","filename":"a.js","lineno":NaN,"in_app":true,"vars":{"x":NaN,"y":Infinity,"z":-Infinity}}]}}]}}',
  'proto keys':
    '{"event_id":"ID","exception":{"values":[{"type":"ProtoError","value":"polluted?"}]},"__proto__":{"polluted":true},"extra":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}},"tags":{"__proto__":"x","constructor":"y"},"contexts":{"__proto__":{"a":1}}}',
  'deep nesting': json({
    exception: { values: [{ type: 'DeepError', value: 'deep' }] },
    extra: { deep: nested(2000) },
  }),
  'deep variables': json({
    exception: {
      values: [
        {
          type: 'DeepVarsError',
          stacktrace: {
            frames: [{ function: 'f', filename: 'a.js', in_app: true, vars: { deep: nested(500) } }],
          },
        },
      ],
    },
  }),
  '5,000 frames': json({
    exception: {
      values: [
        {
          type: 'RangeError',
          value: 'Maximum call stack size exceeded',
          stacktrace: { frames: frames(5000) },
        },
      ],
    },
  }),
  '5,000 tags': json({
    exception: { values: [{ type: 'TagError', value: 'many' }] },
    tags: object(5000, (n) => `value ${n}`),
  }),
  '5,000 breadcrumbs': json({
    exception: { values: [{ type: 'CrumbError' }] },
    breadcrumbs: Array.from({ length: 5000 }, (_, n) => ({ message: `crumb ${n}` })),
  }),
  '500 exceptions': json({
    exception: { values: Array.from({ length: 500 }, (_, n) => ({ type: `Error${n}`, value: 'chain' })) },
  }),
  '5,000 variables': json({
    exception: {
      values: [
        {
          type: 'WideError',
          stacktrace: {
            frames: [
              {
                function: 'f',
                filename: 'a.js',
                in_app: true,
                vars: object(5000, (n) => 'v'.repeat(n % 50)),
              },
            ],
          },
        },
      ],
    },
  }),
  'nulls everywhere': json({
    exception: {
      values: [
        null,
        {
          type: null,
          value: null,
          stacktrace: { frames: [null, { function: null, filename: null, pre_context: [null], vars: null }] },
        },
      ],
    },
    breadcrumbs: [null],
    tags: [null, [null, null]],
    user: null,
    request: null,
    contexts: { a: null },
    extra: null,
    sdk: null,
  }),
  'wrong types everywhere': json({
    exception: 'a string',
    breadcrumbs: 7,
    tags: 'tag',
    user: [1],
    request: 'GET /',
    contexts: [],
    extra: 5,
    release: 7,
    environment: {},
    level: 'catastrophic',
    platform: 9,
    fingerprint: [1, null, {}],
    timestamp: 'yesterday',
    modules: [],
    sdk: 'x',
    server_name: [],
  }),
  'numbers as text': json({
    exception: [
      {
        type: 5,
        value: { a: 1 },
        stacktrace: { frames: [{ function: 7, filename: 8, lineno: '12', colno: -3, in_app: 'yes' }] },
      },
    ],
    user: { id: 9e300 },
    timestamp: '1e99',
  }),
  'far future': json({ exception: [{ type: 'TimeError', value: 'future' }], timestamp: 32_503_680_000 }),
  'far past': json({ exception: [{ type: 'TimeError', value: 'past' }], timestamp: '1970-01-01T00:00:00Z' }),
  'nothing but an id': '{"event_id":"ID"}',
  'duplicate keys': '{"event_id":"ID","message":"first","message":"second","level":"error","level":"info"}',
  'huge numbers':
    '{"event_id":"ID","message":"numbers","extra":{"big":123456789012345678901234567890,"tiny":1e-400,"huge":1e400}}',
  'parameters of every kind': json({
    logentry: { message: 'x %s %(a)s', params: { a: ['b', null, { c: 1 }] } },
  }),
  'self-named user': json({
    message: 'user',
    user: { id: { toString: 'x' }, ip_address: '{{auto}}', email: ['a'], data: { nested: nested(100) } },
  }),
  'bad url': json({
    message: 'url',
    request: {
      url: 'http://[::1',
      method: 'G\nET',
      headers: [['a'], 'b', ['c', ['d', 'e']]],
      query_string: '%zz&=&a',
      cookies: 'a; b=c=d',
      data: '{"half":',
    },
  }),
}

function json(event: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ event_id: 'ID', ...event })
}

/** Returns the events whose shape is the trouble. */
export function hostileShapes(): readonly HostileEvent[] {
  return Object.entries(shapes).map(([name, text]) => ({
    name,
    body: (id) => text.replace('"ID"', JSON.stringify(id)),
  }))
}
