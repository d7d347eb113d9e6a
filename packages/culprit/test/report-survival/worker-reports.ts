// Ends the process while a worker thread has just reported: a child of report-survival.test.ts.
// Arguments: DSN, spool directory.
import { Worker } from 'node:worker_threads'

const [dsn = '', spoolDir = ''] = process.argv.slice(2)
const worker = new Worker(new URL('report-and-end.ts', import.meta.url), {
  argv: [dsn, spoolDir, 'wait', '3'],
  stdout: true,
})
worker.stdout.once('data', () => process.exit(3))
