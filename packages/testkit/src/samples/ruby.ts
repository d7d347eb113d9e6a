import type { SampleEvent } from './sample.ts'

/** A NoMethodError in a Rails controller. */
export const rubySample: SampleEvent = {
  platform: 'ruby',
  level: 'error',
  environment: 'production',
  transaction: 'BasketsController#update',
  exception: {
    values: [
      {
        type: 'NoMethodError',
        value: "undefined method 'total' for nil",
        module: '',
        thread_id: 960,
        stacktrace: {
          frames: [
            {
              project_root: '/app',
              abs_path: '/gems/actionpack-8.0/lib/action_controller/metal.rb',
              filename: 'action_controller/metal.rb',
              function: 'dispatch',
              lineno: 252,
              in_app: false,
            },
            {
              project_root: '/app',
              abs_path: '/app/app/controllers/baskets_controller.rb',
              filename: 'app/controllers/baskets_controller.rb',
              function: 'update',
              lineno: 14,
              in_app: true,
              context_line: '    @basket.total\n',
              pre_context: ['  def update\n'],
              post_context: ['  end\n'],
            },
          ],
        },
      },
    ],
  },
  request: {
    url: 'http://shop.example/baskets/3',
    method: 'PATCH',
    headers: { Host: 'shop.example' },
    env: { SERVER_NAME: 'shop.example' },
  },
  tags: { request_id: '0d9c' },
  sdk: { name: 'sentry.ruby.rails', version: '5.26.0' },
}
