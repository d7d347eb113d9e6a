import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const module = fileURLToPath(new URL('append-file.ts', import.meta.url))

describe('AppendFile', () => {
  // A limit on the size of files stands for the full disk: a write ends in the middle, the next one fails.
  it.skipIf(process.platform === 'win32')('begins a new line after one that a full disk has cut', () => {
    const folder = mkdtempSync(join(tmpdir(), 'culprit-append-'))
    const path = join(folder, 'app.log')
    const code = `
      import { truncateSync } from 'node:fs'
      import { AppendFile } from ${JSON.stringify(module)}
      const file = new AppendFile(${JSON.stringify(path)}, { mode: 'a', encoding: 'utf8' })
      const failures = []
      const attempt = (text) => { try { file.write(text) } catch (error) { failures.push(error.code) } }
      attempt('one\\n')
      attempt('x'.repeat(3000) + '\\n')
      attempt('lost\\n')
      truncateSync(${JSON.stringify(path)}, 10)
      attempt('two\\n')
      attempt('three\\n')
      file.close()
      console.log(failures.join())`
    const script = 'ulimit -f 2; exec "$0" --no-warnings --input-type=module -e "$1"'
    const output = execFileSync('sh', ['-c', script, process.execPath, code], { encoding: 'utf8' })
    const lines = readFileSync(path, 'utf8').split('\n')
    rmSync(folder, { recursive: true, force: true })
    expect(output.trim()).toBe('EFBIG,EFBIG')
    expect(lines).toEqual(['one', 'xxxxxx', 'two', 'three', ''])
  })
})
