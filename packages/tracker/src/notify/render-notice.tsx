import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Footer, MailDocument } from './mail-document.tsx'
import { mailStyle as style } from './mail-style.ts'
import type { NoticeMail } from './notice-mail.ts'

/** Returns the plain text of a notice. It ends with a line break. */
export function renderNoticeText(mail: NoticeMail): string {
  const lines = mail.lines.map(({ text, detail, link }) =>
    [`- ${text}`, detail, link].filter((part) => part !== undefined).join('\n  '),
  )
  const footer = mail.footer.map(({ label, href }) => `${label}: ${href}`)
  const blocks = [
    mail.headline,
    mail.title,
    ...mail.paragraphs,
    lines.join('\n'),
    `${mail.button.label}: ${mail.button.href}`,
    footer.join('\n'),
  ]
  return `${blocks.filter((text) => text !== '').join('\n\n')}\n`
}

/** Returns the HTML of a notice. */
export function renderNoticeHtml(mail: NoticeMail): string {
  return `<!doctype html>${renderToString(<Notice mail={mail} />)}`
}

function Notice({ mail }: { readonly mail: NoticeMail }): VNode {
  return (
    <MailDocument title={mail.title}>
      <p style={style.headline}>{mail.headline}</p>
      <h1 style={style.title}>{mail.title}</h1>
      {mail.paragraphs.map((text) => (
        <p style={style.paragraph}>{text}</p>
      ))}
      {mail.lines.map(({ text, detail, link }) => (
        <div style={style.frame}>
          {link === undefined ? (
            <strong>{text}</strong>
          ) : (
            <a href={link} style={style.link}>
              <strong>{text}</strong>
            </a>
          )}
          {detail !== undefined && <div style={style.faint}>{detail}</div>}
        </div>
      ))}
      <p style={style.paragraph}>
        <a href={mail.button.href} style={style.button}>
          {mail.button.label}
        </a>
      </p>
      <Footer links={mail.footer}>sent by Culprit</Footer>
    </MailDocument>
  )
}
