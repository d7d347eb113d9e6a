// A shop that writes a log file and mails its errors: the first of each kind at once, repeats in one digest.
//   SMTP_URL=smtp://localhost:2525 MAIL_TO=dev@example.com LOG_FILE=shop.log node examples/error-mails.ts
// With the mail server down the mails wait in CULPRIT_SPOOL_DIR; this sends them once it is back:
//   node examples/error-mails.ts --drain
import { FileHandler, Formatter, getLogger, Level } from 'culprit/logging'
import { MailHandler, spoolDirectory } from 'culprit/mail'

const { env } = process

const mails = new MailHandler({
  mailhost: env['SMTP_URL'] ?? 'localhost',
  from: 'shop@example.com',
  to: env['MAIL_TO'] ?? 'dev@example.com',
  application: 'shop',
  environment: env['CULPRIT_ENVIRONMENT'] ?? 'production',
  spoolDir: spoolDirectory({ env, application: 'shop' }),
  // Two kinds of errors and a digest each time this runs: the usual 20 an hour would end the game too soon.
  cap: { perHour: 100 },
})
mails.setLevel(Level.ERROR)

if (process.argv.includes('--drain')) await drain()
else await run()

async function drain(): Promise<void> {
  const { sent, waiting, outage } = await mails.drain()
  console.log(`${sent} mail(s) sent, ${waiting} waiting`)
  if (outage !== undefined) process.exitCode = 1
  await mails.close()
}

async function run(): Promise<void> {
  const file = new FileHandler(env['LOG_FILE'] ?? 'shop.log')
  file.setLevel(Level.WARNING)
  file.setFormatter(new Formatter('%(asctime)s %(levelname)s: %(message)s [in %(pathname)s:%(lineno)d]'))
  const log = getLogger('shop')
  log.addHandler(file)
  log.addHandler(mails)

  log.warning('stock of %s is low: %d left', 'desk lamp', 2)
  for (let order = 1; order <= 501; order++) payOrder(order)
  try {
    shipOrder({})
  } catch (error) {
    log.exception(error, 'order could not be shipped')
  }
  // Closing flushes: the file's last lines are written, the repeats are told, and all mails are sent.
  await file.close()
  await mails.close()
}

/** Fails the same way each time, so only the first one is mailed; 500 more are counted. */
function payOrder(order: number): void {
  try {
    throw new RangeError(`card of order ${order} was declined`)
  } catch (error) {
    getLogger('shop').exception(error, 'payment of order %d failed', order)
  }
}

interface Order {
  readonly address?: { readonly city: string }
}

function shipOrder({ address }: Order): string {
  if (address === undefined) throw new TypeError('order has no address')
  return address.city
}
