import type { Platform, SnippetStep } from './platform.ts'

const install = (names: string): SnippetStep => ({
  title: 'Install',
  language: 'shell',
  code: `npm install ${names}`,
})
const js = (title: string, code: string): SnippetStep => ({ title, language: 'js', code })
const run = (code: string): SnippetStep => ({ title: 'Start', language: 'shell', code })

const instrument = (dsn: string): SnippetStep =>
  js(
    'instrument.mjs',
    `import * as Sentry from '@sentry/node'

Sentry.init({
  dsn: '${dsn}',
  includeLocalVariables: true,
})`,
  )

const startWithInstrument = run('node --import ./instrument.mjs app.js')

const browserInit = (dsn: string, name: string): string => `import * as Sentry from '${name}'

Sentry.init({ dsn: '${dsn}' })`

/** Platforms that run JavaScript or TypeScript. */
export const javascriptPlatforms: readonly Platform[] = [
  {
    id: 'node',
    name: 'Node',
    group: 'Server JS',
    steps: (dsn) => [install('@sentry/node'), instrument(dsn), startWithInstrument],
  },
  {
    id: 'express',
    name: 'Express',
    group: 'Server JS',
    steps: (dsn) => [
      install('@sentry/node'),
      instrument(dsn),
      js(
        'app.js, after all routes',
        `import * as Sentry from '@sentry/node'

Sentry.setupExpressErrorHandler(app)`,
      ),
      startWithInstrument,
    ],
  },
  {
    id: 'fastify',
    name: 'Fastify',
    group: 'Server JS',
    steps: (dsn) => [
      install('@sentry/node'),
      instrument(dsn),
      js(
        'app.js, before the routes',
        `import * as Sentry from '@sentry/node'

Sentry.setupFastifyErrorHandler(app)`,
      ),
      startWithInstrument,
    ],
  },
  {
    id: 'next',
    name: 'Next.js',
    group: 'Server JS',
    steps: (dsn) => [
      install('@sentry/nextjs'),
      js('instrumentation-client.ts', browserInit(dsn, '@sentry/nextjs')),
      js(
        'instrumentation.ts',
        `import * as Sentry from '@sentry/nextjs'

export function register() {
  Sentry.init({ dsn: '${dsn}' })
}

export const onRequestError = Sentry.captureRequestError`,
      ),
    ],
  },
  {
    id: 'hono',
    name: 'Hono',
    group: 'Server JS',
    steps: (dsn) => [
      install('@sentry/node'),
      instrument(dsn),
      js(
        'app.ts',
        `import * as Sentry from '@sentry/node'

app.onError((error, c) => {
  Sentry.captureException(error)
  return c.text('Internal Server Error', 500)
})`,
      ),
      startWithInstrument,
    ],
  },
  {
    id: 'browser',
    name: 'Browser',
    group: 'Browser',
    steps: (dsn) => [
      install('@sentry/browser'),
      js('main.js, first of all', browserInit(dsn, '@sentry/browser')),
    ],
  },
  {
    id: 'react',
    name: 'React',
    group: 'Browser',
    steps: (dsn) => [
      install('@sentry/react'),
      js('instrument.js, imported first', browserInit(dsn, '@sentry/react')),
      js(
        'main.jsx',
        `import './instrument.js'
import * as Sentry from '@sentry/react'

createRoot(document.getElementById('root'), {
  onUncaughtError: Sentry.reactErrorHandler(),
  onCaughtError: Sentry.reactErrorHandler(),
  onRecoverableError: Sentry.reactErrorHandler(),
}).render(<App />)`,
      ),
    ],
  },
  {
    id: 'vue',
    name: 'Vue',
    group: 'Browser',
    steps: (dsn) => [
      install('@sentry/vue'),
      js(
        'main.js',
        `import * as Sentry from '@sentry/vue'

const app = createApp(App)
Sentry.init({ app, dsn: '${dsn}' })
app.mount('#app')`,
      ),
    ],
  },
]
