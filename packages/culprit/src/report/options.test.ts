import { describe, expect, it } from 'vitest'
import { toReportSettings } from './options.ts'

describe('toReportSettings()', () => {
  it('has defaults for everything', () => {
    expect(toReportSettings({})).toMatchObject({
      dsn: undefined,
      environment: 'production',
      sampleRate: 1,
      ignore: [],
      maxBreadcrumbs: 100,
      localVariables: {},
      spoolDir: undefined,
      maxBodyBytes: 1_000_000,
    })
    expect(Object.isFrozen(toReportSettings({}))).toBe(true)
  })

  it('takes an empty DSN as none', () => {
    expect(toReportSettings({ dsn: '' }).dsn).toBeUndefined()
  })

  it('A12: makes names that servers take', () => {
    const settings = toReportSettings({ environment: 'a/b\n'.repeat(30), release: 'refs/heads\\main' })
    expect(settings.environment).toMatch(/^[ab-]{64}$/)
    expect(settings.release).toBe('refs-heads-main')
  })

  it('does not show a DSN that is none', () => {
    const wrong = (): unknown => toReportSettings({ dsn: 'https://secret@' })
    expect(wrong).toThrow(TypeError)
    expect(wrong).toThrow(/^(?!.*secret).*'dsn' is no DSN/)
  })

  it.each<[object, string]>([
    [{ sampleRate: 2 }, "The option 'report.sampleRate' must be a number from 0 to 1."],
    [{ sampleRate: Number.NaN }, "The option 'report.sampleRate' must be a number from 0 to 1."],
    [{ ignore: 'x' }, "The option 'report.ignore' must be a list of texts, patterns and classes of errors."],
    [{ ignore: [1] }, "The option 'report.ignore' must be a list of texts, patterns and classes of errors."],
    [{ beforeSend: 1 }, "The option 'report.beforeSend' must be a function."],
    [{ maxBreadcrumbs: 101 }, "The option 'report.maxBreadcrumbs' must be a whole number from 0 to 100."],
    [
      { localVariables: { share: 0 } },
      "The option 'report.localVariables.share' must be a number above 0, at most 1.",
    ],
    [{ localVariables: { depth: 0 } }, "Unknown option 'report.localVariables.depth'."],
    [{ proxy: 'not a url' }, "The option 'report.proxy' must be a URL."],
    [{ spoolDir: true }, "The option 'report.spoolDir' must be a path or false."],
    [{ toString: 1 }, "Unknown option 'report.toString'."],
    [{ sample: 1 }, "Unknown option 'report.sample'. Known are sampleRate, ignore,"],
  ])('%o is refused by its path', (options, message) => {
    expect(() => toReportSettings({}, options)).toThrow(message)
    expect(() => toReportSettings({}, options)).toThrow(TypeError)
  })
})
