import { occurrenceMail } from './error-mail.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'
import { createMailRedactor } from './mail-redactor.ts'
import { smtpSettings } from './smtp-settings.ts'
import { createSmtpTransport } from './smtp-transport.ts'
import { subjectLine } from './subject-line.ts'

/**
 * Sends one mail with a mail handler's options, at once and past spool and cap, and returns its Message-ID: to find out
 * whether error mails would arrive.
 * @throws {DeliveryError} When the server cannot be reached or refuses; {TypeError} when the options name nobody to
 * send to or no way to send.
 */
export async function sendTestMail(
  options: MailHandlerOptions,
  now: () => number = Date.now,
): Promise<string> {
  const to = (typeof options.to === 'string' ? [options.to] : options.to).filter((address) => address !== '')
  const { mailhost, application, environment } = options
  if (to.length === 0) throw new TypeError('There is nobody to send the test mail to; set `to`')
  if (mailhost === undefined && options.transport === undefined) {
    throw new TypeError('A test mail needs `mailhost` or `transport`')
  }
  const transport =
    options.transport ?? createSmtpTransport(smtpSettings({ ...options, mailhost: mailhost ?? 'localhost' }))
  const mail = occurrenceMail(
    { from: options.from, to, application, environment, redactor: options.redactor ?? createMailRedactor() },
    {
      key: 'test mail',
      at: now(),
      subject: subjectLine({ application, environment, title: 'Test mail: error mails arrive' }),
      text: 'This is a test. Mails about errors will come from this address and look like this one.',
      sections: [],
      trail: [],
    },
  )
  await transport.send(mail)
  transport.close?.()
  return mail.messageId
}
