import { until } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { devRun, wordIs, wordServer } from './dev-run.ts'
import { Hammer } from './hammer.ts'

describe('culprit dev', () => {
  it('RLD-1, RLD-2: starts the application again when a file that it has loaded changes', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('word.ts', wordIs('two'))
    await run.answers(/^two$/)
    expect(run.output).toContain(` * Detected change in '${run.folder}/word.ts', reloading\n`)
  })

  it.each([true, false])(
    'RLD-3: refuses and resets no connection while it reloads, keep-alive %s',
    async (keepAlive) => {
      await using run = await devRun({ files: wordServer })
      await run.answers(/^one$/)
      const hammer = new Hammer(run.url(), keepAlive)
      for (let reload = 1; reload <= 8; reload += 1) {
        run.write('word.ts', wordIs(`word ${reload}`))
        await until(() => hammer.answered(`word ${reload}`) > 0, {
          timeoutMs: 25_000,
          what: `reload ${reload}`,
        })
      }
      const { answers, failures } = await hammer.stop()
      expect([...failures]).toEqual([])
      expect([...answers.keys()]).toEqual([
        'one',
        ...Array.from({ length: 8 }, (_, index) => `word ${index + 1}`),
      ])
    },
  )

  it('RLD-2: ends with 0 at SIGTERM', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.kill('SIGTERM')
    expect(await run.ended).toEqual({ code: 0, signal: null })
  })

  it('CLI-4, RLD-8: shows an error of loading to who asks, and goes on when the file is right again', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('word.ts', 'export const word: string = ;\n')
    expect(await run.answers(/word\.ts:1[\s\S]*SyntaxError/)).toBe(500)
    run.write('word.ts', wordIs('three'))
    expect(await run.answers(/^three$/)).toBe(200)
  })

  it('CLI-4: ends with 1 where the application cannot be loaded at first', async () => {
    await using run = await devRun({ files: { ...wordServer, 'word.ts': 'export const word = ;' } })
    expect((await run.ended).code).toBe(1)
    expect(run.output).toMatch(/word\.ts:1[\s\S]*SyntaxError/)
  })

  it('RLD-7: notices that a file that was missing is there', async () => {
    await using run = await devRun({ files: wordServer })
    await run.answers(/^one$/)
    run.write('app.ts', wordServer['app.ts']?.replace('./word.ts', './lib/other.ts') ?? '')
    expect(await run.answers(/other\.ts/)).toBe(500)
    run.write('lib/other.ts', wordIs('four'))
    expect(await run.answers(/^four$/)).toBe(200)
  })
})
