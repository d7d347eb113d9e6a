import { smtpSettings } from '../../mail/smtp-settings.ts'
import { createSmtpTransport } from '../../mail/smtp-transport.ts'
import { answerTimeoutMs } from '../examination.ts'
import type { Finding } from '../finding.ts'
import { within } from '../within.ts'

/** Connects to the mail server of a handler and signs in; sends nothing. */
export async function checkMail(verify: () => Promise<void>): Promise<Finding> {
  try {
    await within(verify(), answerTimeoutMs)
    return { check: 'mail', status: 'ok', text: 'the mail server answers and lets this application in' }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const advice = 'see what `culprit mail-test --to ADDRESS` says; check host, port, user and the way of TLS'
    return { check: 'mail', status: 'fail', text: `the mail server is away or refuses: ${text}`, advice }
  }
}

/** The same for a server that only the environment names, by `CULPRIT_SMTP_URL`. */
export async function checkMailUrl(url: string): Promise<Finding> {
  let settings
  try {
    settings = smtpSettings({ mailhost: url })
  } catch {
    const advice = 'write it as smtp://user:password@host:port'
    return { check: 'mail', status: 'fail', text: 'CULPRIT_SMTP_URL is no address of a mail server', advice }
  }
  const transport = createSmtpTransport(settings)
  try {
    return await checkMail(() => transport.verify())
  } finally {
    transport.close()
  }
}
