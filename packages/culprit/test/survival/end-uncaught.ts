// Ends by an error that nobody catches: the child of uncaught.test.ts.
// Arguments: path of the log file, URL of the mail server, folder of the spool, `throw` or `rejection`.
import { captureLibraries } from '../../src/logging/bridges/capture-libraries.ts'
import { FileHandler } from '../../src/logging/handlers/file-handler.ts'
import { MailHandler } from '../../src/mail/mail-handler.ts'

const [path = '', mailhost = '', spoolDir = '', ending = 'throw'] = process.argv.slice(2)
const address = { from: 'shop@x.test', to: 'dev@x.test' }
const mails = new MailHandler({ mailhost, spoolDir, ...address, crashTimeoutMs: 30_000 })
captureLibraries({ process: true }, { handlers: [new FileHandler(path), mails] })

setTimeout(() => {
  if (ending === 'throw') throw new RangeError('nobody is there')
  void Promise.reject(new RangeError('nobody is there'))
}, 10)
