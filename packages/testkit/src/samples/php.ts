import type { SampleEvent } from './sample.ts'

/** An ErrorException in a Symfony controller. */
export const phpSample: SampleEvent = {
  platform: 'php',
  level: 'error',
  environment: 'prod',
  exception: {
    values: [
      {
        type: 'ErrorException',
        value: 'Warning: Undefined array key "sku"',
        mechanism: { type: 'generic', handled: true },
        stacktrace: {
          frames: [
            {
              filename: '/vendor/symfony/http-kernel/HttpKernel.php',
              function: 'Symfony\\Component\\HttpKernel\\HttpKernel::handle',
              lineno: 76,
              in_app: false,
            },
            {
              filename: '/src/Controller/BasketController.php',
              abs_path: '/var/www/src/Controller/BasketController.php',
              function: 'App\\Controller\\BasketController::add',
              raw_function: 'App\\Controller\\BasketController::add',
              lineno: 28,
              in_app: true,
              context_line: "        $line = $this->lines[$request['sku']];",
              vars: { request: { quantity: '2' } },
            },
          ],
        },
      },
    ],
  },
  tags: { route: 'basket_add' },
  contexts: { runtime: { name: 'php', version: '8.4.1' }, os: { name: 'Linux' } },
  sdk: { name: 'sentry.php.symfony', version: '5.2.0' },
}
