import { facts, headline } from './headline.ts'
import type { IssueMail, MailFrame } from './issue-mail.ts'

/** Returns the plain text of a mail about an issue. It ends with a line break. */
export function renderText(mail: IssueMail): string {
  const blocks = [
    `${headline(mail)}\n${mail.link}`,
    errorBlock(mail),
    block('Stack, innermost first', [
      ...mail.frames.map(frameText),
      ...leftOut(mail.framesLeftOut, 'more frames'),
    ]),
    block('Local variables of the crashing frame', [
      ...mail.locals.map(({ name, value }) => `  ${name} = ${value}`),
      ...leftOut(mail.localsLeftOut, 'more variables'),
    ]),
    facts(mail)
      .map(([name, value]) => `${`${name}:`.padEnd(13)}${value}`)
      .join('\n'),
    block(
      'Tags',
      mail.tags.map(({ name, value }) => `  ${name} = ${value}`),
    ),
    `This event: ${mail.eventLink}`,
    mail.footer.map(({ label, href }) => `${label}: ${href}`).join('\n'),
  ]
  return `${blocks.filter((text) => text !== '').join('\n\n')}\n`
}

function errorBlock(mail: IssueMail): string {
  if (mail.errors.length === 0) return mail.title
  return mail.errors
    .map(
      ({ type, value }, index) =>
        `${index === 0 ? '' : 'Caused by '}${value === '' ? type : `${type}: ${value}`}`,
    )
    .join('\n')
}

function frameText(frame: MailFrame): string {
  const head = `  ${frame.function}  ${frame.place}`
  return frame.source === undefined ? head : `${head}\n    > ${frame.source}`
}

function leftOut(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`  … ${count} ${what}`]
}

function block(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}\n${lines.join('\n')}`
}
