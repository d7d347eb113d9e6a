/**
 * Returns the content security policy of every page: our own scripts and styles, nothing inline, no sink that takes
 * strings as HTML. `dsnOrigin` is added to `connect-src` where the DSN names another origin than the page's, since the
 * connect page sends its test event there from the browser.
 */
function contentSecurityPolicy(dsnOrigin?: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${dsnOrigin === undefined ? '' : ` ${dsnOrigin}`}`,
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    'report-uri /-/csp',
  ].join('; ')
}

const permissions = [
  'accelerometer',
  'autoplay',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]
  .map((name) => `${name}=()`)
  .join(', ')

/** Returns the headers that every answer of the pages carries, besides its content type. */
export function securityHeaders(dsnOrigin?: string): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(dsnOrigin),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': permissions,
    'cache-control': 'private, no-cache',
  }
}
