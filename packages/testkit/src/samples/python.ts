import type { SampleEvent } from './sample.ts'

/** A chained KeyError in a Django view: module paths, tags as a list of pairs, query string as a list. */
export const pythonSample: SampleEvent = {
  platform: 'python',
  level: 'error',
  logger: 'django.request',
  environment: 'staging',
  server_name: 'app-1',
  transaction: '/orders/{id}',
  exception: {
    values: [
      {
        type: 'KeyError',
        value: "'customer'",
        module: 'builtins',
        mechanism: { type: 'django', handled: false, exception_id: 0 },
        stacktrace: {
          frames: [
            {
              filename: 'django/core/handlers/exception.py',
              abs_path: '/venv/lib/django/core/handlers/exception.py',
              module: 'django.core.handlers.exception',
              function: 'inner',
              lineno: 55,
              in_app: false,
            },
            {
              filename: 'orders/views.py',
              abs_path: '/srv/orders/views.py',
              module: 'orders.views',
              function: 'show',
              lineno: 31,
              in_app: true,
              pre_context: ['def show(request, id):', '    order = load(id)'],
              context_line: "    name = order['customer']",
              post_context: ['    return render(name)'],
              vars: { id: '4711', order: { total: "Decimal('12.50')" }, request: '<WSGIRequest: GET>' },
            },
          ],
        },
      },
    ],
  },
  request: {
    method: 'GET',
    url: 'http://orders.example/orders/4711',
    query_string: [['full', '1']],
    headers: [['Host', 'orders.example']],
    env: { REMOTE_ADDR: '198.51.100.4' },
  },
  tags: [
    ['celery', 'no'],
    ['region', 'eu'],
  ],
  user: { id: 12, username: 'mallory' },
  modules: { django: '5.2' },
  sdk: { name: 'sentry.python.django', version: '2.30.0' },
}
