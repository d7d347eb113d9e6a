import { statSync } from 'node:fs'
import { systemClock } from '../mail/mail-clock.ts'
import { Post } from '../mail/post.ts'
import type { CommandOutput } from './command-output.ts'
import type { MailDrainCommand } from './parse-command.ts'

/** No mail is begun after this; a server that is slow and not away would keep the command busy without end. */
const drainTimeoutMs = 60_000

/**
 * Tries every error mail that waits in a spool now, for at most a minute, prints how many were sent, wait, were refused or
 * were too old, and returns the exit code: 1 where the server could not be reached or refused any for good.
 */
export async function mailDrain(
  { smtp, spoolDir }: MailDrainCommand,
  { out, err }: CommandOutput,
): Promise<number> {
  if (statSync(spoolDir, { throwIfNoEntry: false }) === undefined) {
    out(`no mails wait: there is no folder ${spoolDir}`)
    return 0
  }
  const { host, port, ...settings } = smtp
  const { user, password = '' } = settings
  const post = new Post(
    {
      ...settings,
      mailhost: [host, port],
      ...(user !== undefined && { credentials: [user, password] }),
      // Mails that wait have their addresses.
      from: '',
      to: [],
      spoolDir,
    },
    {
      clock: systemClock,
      warn: (line) => err(`culprit: ${line}`),
      lost: () => undefined,
      around: (deliver) => deliver(),
    },
  )
  try {
    const { sent, waiting, refused, expired, outage } = await post.drain(drainTimeoutMs)
    const lost = `${refused === 0 ? '' : `, ${refused} refused for good`}${expired === 0 ? '' : `, ${expired} too old`}`
    out(`${sent} mail(s) sent, ${waiting} waiting${lost} in ${spoolDir}`)
    return outage === undefined && refused === 0 ? 0 : 1
  } finally {
    post.close()
  }
}
