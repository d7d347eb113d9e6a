import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSmtpSink, createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'

const child = fileURLToPath(new URL('end-uncaught.ts', import.meta.url))

describe('captureLibraries({ process: true })', () => {
  it.each([
    ['throw', 'Uncaught exception'],
    ['rejection', 'Unhandled rejection'],
  ])(
    '%s: the error is in the file and in the mail once, before the process is gone',
    async (ending, message) => {
      await using dir = await createTempDir()
      await using sink = await createSmtpSink()
      const path = join(dir.path, 'app.log')
      const spool = join(dir.path, 'mail')
      const args = ['--no-warnings', '--conditions=@culprit/source', child, path, sink.url, spool, ending]
      const [code]: unknown[] = await once(spawn(process.execPath, args, { stdio: 'ignore' }), 'exit')
      expect(code).toBe(1)
      const log = readFileSync(path, 'utf8')
      expect(log.startsWith(`${message}\nRangeError: nobody is there\n    at `)).toBe(true)
      expect(log.split('RangeError: nobody is there')).toHaveLength(2)
      expect(sink.mails.map(({ headers }) => headers['subject'])).toEqual(['RangeError: nobody is there'])
    },
  )
})
