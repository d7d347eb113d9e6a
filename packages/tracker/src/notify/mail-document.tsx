import type { ComponentChildren, VNode } from 'preact'
import { mailStyle as style } from './mail-style.ts'
import type { FooterLink } from './notice-mail.ts'

interface MailDocumentProps {
  readonly title: string
  readonly children: ComponentChildren
}

/** The frame of every mail: one column, no remote assets, no script. */
export function MailDocument({ title, children }: MailDocumentProps): VNode {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
      </head>
      <body style={style.body}>
        <div style={style.column}>{children}</div>
      </body>
    </html>
  )
}

interface FooterProps {
  readonly links: readonly FooterLink[]
  readonly children: ComponentChildren
}

/** The end of every mail: who sent it and why, and what its reader can do about that. */
export function Footer({ links, children }: FooterProps): VNode {
  return (
    <p style={style.footer}>
      {children}
      {links.map(({ label, href }) => (
        <>
          {' · '}
          <a href={href} style={style.link}>
            {label}
          </a>
        </>
      ))}
    </p>
  )
}
