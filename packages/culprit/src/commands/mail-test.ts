import { sendTestMail } from '../mail/send-test.ts'
import { createSmtpTransport } from '../mail/smtp-transport.ts'
import type { CommandOutput } from './command-output.ts'
import type { MailTestCommand } from './parse-command.ts'

/**
 * Connects and signs in, sends one mail past spool and cap, prints what the server answered to each, and returns the exit
 * code: 1 where any of the recipients was refused.
 * @throws {DeliveryError} when the server cannot be reached or refuses; its message holds no password
 */
export async function mailTest(
  { smtp, from, to }: MailTestCommand,
  { out, err }: CommandOutput,
): Promise<number> {
  let refusals = 0
  let answer = ''
  const transport = createSmtpTransport(smtp, (line) => {
    refusals += 1
    err(`culprit: ${line}`)
  })
  try {
    await transport.verify()
    const who = smtp.user === undefined ? 'without signing in' : `signed in as ${smtp.user}`
    out(`${smtp.host}:${smtp.port} takes mails, ${how(smtp.secure)}, ${who}`)
    const messageId = await sendTestMail({
      from,
      to,
      transport: { send: async (mail) => void (answer = await transport.send(mail)) },
    })
    out(`sent ${messageId} from ${from} to ${to.join(', ')}; the server answered: ${answer}`)
  } finally {
    transport.close()
  }
  return refusals === 0 ? 0 : 1
}

function how(secure: 'starttls' | 'tls' | undefined): string {
  if (secure === undefined) return 'without TLS'
  return secure === 'tls' ? 'with TLS' : 'with TLS by STARTTLS'
}
