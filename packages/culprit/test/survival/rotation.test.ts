import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('rotate-together.ts', import.meta.url))
const linesPerWriter = 2000
let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'culprit-rotation-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('one rotating file of three processes', () => {
  it('FILE-2: loses no line, tears none, and leaves no lock', async () => {
    const path = join(folder, 'app.log')
    const writers = ['a', 'b', 'c']
    await Promise.all(
      writers.map((writer) => {
        const args = [
          '--no-warnings',
          '--conditions=@culprit/source',
          child,
          path,
          writer,
          String(linesPerWriter),
        ]
        return once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')
      }),
    )
    const names = readdirSync(folder)
    expect(names.filter((name) => !/^app\.log(\.\d+)?$/.test(name))).toEqual([])
    const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'))
    const lines = texts.flatMap((text) => text.split('\n').slice(0, -1))
    expect(lines.filter((line) => !/^[abc] \d+ x{60}$/.test(line))).toEqual([])
    expect(new Set(lines).size).toBe(writers.length * linesPerWriter)
    expect(lines).toHaveLength(writers.length * linesPerWriter)
    // 420 kB in files of 20 kB: some larger, since peers notice a move later, but not one for each peer's turn.
    expect(names.length).toBeGreaterThan(5)
    expect(names.length).toBeLessThan(40)
  })
})
