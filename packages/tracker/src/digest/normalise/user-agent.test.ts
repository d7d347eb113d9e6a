import { describe, expect, it } from 'vitest'
import { parseUserAgent } from './user-agent.ts'

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)'

describe('parseUserAgent', () => {
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`,
      'Chrome 131.0.0.0',
      'Windows >=10',
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70`,
      'Edge 131.0.2903.70',
      'Windows >=10',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
      'Firefox 133.0',
      'Linux undefined',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Safari 18.1',
      'macOS 10.15.7',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Mobile Safari 18.1',
      'iOS 18.1',
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`,
      'Chrome Mobile 131.0.0.0',
      'Android 14',
    ],
    [
      `Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/131.0.0.0 Safari/537.36`,
      'HeadlessChrome 131.0.0.0',
      'Linux undefined',
    ],
    ['curl/8.5.0', 'curl 8.5.0', undefined],
    ['', undefined, undefined],
    ['Chrome/'.repeat(100_000), 'Chrome undefined', undefined],
  ])('reads %.60s', (header, browser, os) => {
    const parts = parseUserAgent(header)
    expect(parts.browser && `${parts.browser.name} ${parts.browser.version}`).toBe(browser)
    expect(parts.os && `${parts.os.name} ${parts.os.version}`).toBe(os)
  })
})
