import { expect, it } from 'vitest'
import { launchBrowser } from './browser.ts'

it('launchBrowser() gives a browser that renders a page, or says why there is none', async (context) => {
  const found = await launchBrowser()
  if (found.kind === 'missing') return context.skip(found.reason)
  try {
    const page = await found.browser.newPage()
    await page.setContent('<h1>Hello</h1>')
    expect(await page.textContent('h1')).toBe('Hello')
  } finally {
    await found.browser.close()
  }
})
