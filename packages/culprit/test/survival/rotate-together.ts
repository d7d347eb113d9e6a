// Writes lines to a rotating file that other processes write to as well: the child of rotation.test.ts.
// Arguments: path, name of this writer, number of lines.
import { RotatingFileHandler } from '../../src/logging/handlers/rotating-file-handler.ts'
import { LogRecord } from '../../src/logging/record.ts'

const [path = '', writer = '', lines = '0'] = process.argv.slice(2)
const handler = new RotatingFileHandler(path, { maxBytes: 20_000, backupCount: 50 })
let line = 0
const writeSome = (): void => {
  for (let count = 0; count < 20 && line < Number(lines); count += 1, line += 1) {
    const msg = `${writer} ${line} ${'x'.repeat(60)}`
    handler.handle(new LogRecord({ name: 'app', levelno: line % 2 === 0 ? 20 : 30, msg }))
  }
  if (line < Number(lines)) setTimeout(writeSome, 1)
}
writeSome()
