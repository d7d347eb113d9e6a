/** A browser's report of a violated policy, as it is posted to the security endpoint. */
export const cspReportSample: Readonly<Record<string, unknown>> = {
  'csp-report': {
    'document-uri': 'https://shop.example/basket',
    referrer: '',
    'violated-directive': 'script-src-elem',
    'effective-directive': 'script-src-elem',
    'original-policy': "default-src 'self'; script-src 'self'; report-uri /api/1/security/",
    disposition: 'enforce',
    'blocked-uri': 'https://evil.example/x.js',
    'line-number': 12,
    'source-file': 'https://shop.example/basket',
    'status-code': 200,
  },
}
