import type { SampleEvent } from './sample.ts'

/** An unhandled rejection in a page, minified, with DOM breadcrumbs. */
export const browserSample: SampleEvent = {
  platform: 'javascript',
  level: 'error',
  environment: 'production',
  release: 'shop-web@9.1.0',
  exception: {
    values: [
      {
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'price')",
        mechanism: { type: 'onunhandledrejection', handled: false },
        stacktrace: {
          frames: [
            {
              filename: 'https://shop.example/assets/app-5d3f.js',
              function: 'HTMLButtonElement.r',
              lineno: 1,
              colno: 48211,
              in_app: true,
            },
            {
              filename: 'https://shop.example/assets/app-5d3f.js',
              function: 'Object.t [as render]',
              lineno: 1,
              colno: 51930,
              in_app: true,
            },
          ],
        },
      },
    ],
  },
  breadcrumbs: [
    { timestamp: 1, category: 'navigation', data: { from: '/', to: '/basket' } },
    { timestamp: 2, category: 'ui.click', message: 'body > main > button#buy' },
  ],
  request: {
    url: 'https://shop.example/basket',
    headers: {
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
      Referer: 'https://shop.example/',
    },
  },
  user: { ip_address: '{{auto}}' },
  sdk: { name: 'sentry.javascript.browser', version: '11.0.0' },
}
