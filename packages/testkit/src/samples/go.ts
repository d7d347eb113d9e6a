import type { SampleEvent } from './sample.ts'

/** A wrapped error in a Go handler: the exceptions come innermost first, each with its own frames. */
export const goSample: SampleEvent = {
  platform: 'go',
  level: 'error',
  server_name: 'api-2',
  exception: [
    { type: '*net.OpError', value: 'dial tcp 10.0.0.7:5432: connect: connection refused' },
    {
      type: '*fmt.wrapError',
      value: 'load order 4711: dial tcp 10.0.0.7:5432: connect: connection refused',
      stacktrace: {
        frames: [
          {
            function: 'HandlerFunc.ServeHTTP',
            module: 'net/http',
            abs_path: '/usr/local/go/src/net/http/server.go',
            lineno: 2220,
            in_app: false,
          },
          {
            function: '(*Server).showOrder',
            module: 'example.test/orders',
            abs_path: '/src/orders/server.go',
            filename: 'server.go',
            lineno: 88,
            in_app: true,
            context_line: '\t\treturn fmt.Errorf("load order %d: %w", id, err)',
          },
        ],
      },
    },
  ],
  contexts: { runtime: { name: 'go', version: 'go1.25' }, device: { arch: 'amd64', num_cpu: 4 } },
  sdk: { name: 'sentry.go', version: '0.34.0' },
}
