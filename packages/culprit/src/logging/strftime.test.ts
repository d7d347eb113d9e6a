import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { compileStrftime } from './strftime.ts'

const DATE = new Date(Date.UTC(2003, 6, 8, 16, 49, 45, 896))

describe('compileStrftime()', () => {
  it.each([
    ['%Y-%m-%d %H:%M:%S', '2003-07-08 16:49:45'],
    ['%a %A %b %B', 'Tue Tuesday Jul July'],
    ['%c', 'Tue Jul  8 16:49:45 2003'],
    ['%x %X', '07/08/03 16:49:45'],
    ['%I %p %j %w %u %y', '04 PM 189 2 2 03'],
    ['%U %W', '27 27'],
    ['%z %s %f', '+0000 1057682985 896000'],
    ['%F %T %R %D %e', '2003-07-08 16:49:45 16:49 07/08/03  8'],
    ['100%% %Q %', '100% %Q %'],
  ])('%s', (format, text) => expect(compileStrftime(format, true)(DATE)).toBe(text))

  it('shows local time with its offset and name', () => {
    const code = `import { compileStrftime } from ${JSON.stringify(new URL('strftime.ts', import.meta.url))}
      console.log(compileStrftime('%H:%M %z %Z')(new Date(${DATE.getTime()})))`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      encoding: 'utf8',
      env: { TZ: 'America/New_York' },
    })
    expect(output.trim()).toBe('12:49 -0400 EDT')
  })
})
