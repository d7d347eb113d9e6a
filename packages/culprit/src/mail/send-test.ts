import { occurrenceMail } from './error-mail.ts'
import { letterhead } from './letterhead.ts'
import { mailFingerprint } from './mail-key.ts'
import type { MailHandlerOptions } from './mail-handler-options.ts'
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
  const head = letterhead(options)
  if (head.to.length === 0) throw new TypeError('There is nobody to send the test mail to; set `to`')
  const transport = options.transport ?? createSmtpTransport(smtpSettings(options))
  const mail = occurrenceMail(head, {
    thread: mailFingerprint('test mail'),
    at: now(),
    subject: subjectLine({ ...head, title: 'Test mail: error mails arrive' }),
    text: 'This is a test. Mails about errors will come from this address and look like this one.',
    sections: [],
    trail: [],
  })
  try {
    await transport.send(mail)
  } finally {
    transport.close?.()
  }
  return mail.messageId
}
