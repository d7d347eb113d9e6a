// Ends the process while a worker thread has just logged ten lines: a child of survival.test.ts.
// Argument: path.
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'

const [path = ''] = process.argv.slice(2)
const worker = new Worker(new URL('log-and-end.ts', import.meta.url), {
  argv: [path, '20', 'wait'],
  stdout: true,
})
worker.unref()
setInterval(() => {
  // The worker opens the file just before its first line.
  if (existsSync(path)) setTimeout(() => process.exit(3), 100)
}, 5)
