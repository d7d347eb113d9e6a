import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { facts, headline } from './headline.ts'
import type { IssueMail, MailFrame } from './issue-mail.ts'
import { Footer, MailDocument } from './mail-document.tsx'
import { mailStyle as style } from './mail-style.ts'

/**
 * Returns the HTML of a mail about an issue: one column, no remote assets, no script. Mail clients drop style sheets,
 * so colours are attributes; they are chosen to be readable on light and on dark.
 */
export function renderHtml(mail: IssueMail): string {
  return `<!doctype html>${renderToString(<Document mail={mail} />)}`
}

function Document({ mail }: { readonly mail: IssueMail }): VNode {
  return (
    <MailDocument title={mail.title}>
      <p style={style.headline}>{headline(mail)}</p>
      <Errors mail={mail} />
      <p style={style.paragraph}>
        <a href={mail.link} style={style.button}>
          Open {mail.shortId}
        </a>
      </p>
      <Frames mail={mail} />
      <Locals mail={mail} />
      <Facts mail={mail} />
      <Footer links={mail.footer}>
        <a href={mail.eventLink} style={style.link}>
          Event {mail.eventId.slice(0, 8)}
        </a>
        {` · sent by Culprit, because of the rule “${mail.ruleName}”`}
      </Footer>
    </MailDocument>
  )
}

function Errors({ mail }: { readonly mail: IssueMail }): VNode {
  const [raised, ...causes] = mail.errors
  return (
    <>
      <h1 style={style.title}>{raised?.type ?? mail.title}</h1>
      {raised !== undefined && raised.value !== '' && <p style={style.message}>{raised.value}</p>}
      {causes.map((cause) => (
        <p style={style.cause}>
          Caused by {cause.type}: {cause.value}
        </p>
      ))}
    </>
  )
}

function Frames({ mail }: { readonly mail: IssueMail }): VNode | null {
  if (mail.frames.length === 0) return null
  return (
    <Section title="Stack, innermost first">
      {mail.frames.map((frame, index) => (
        <Frame frame={frame} crashing={index === 0} />
      ))}
      {mail.framesLeftOut > 0 && <p style={style.faint}>… {mail.framesLeftOut} more frames</p>}
    </Section>
  )
}

function Frame({ frame, crashing }: { readonly frame: MailFrame; readonly crashing: boolean }): VNode {
  return (
    <div style={style.frame}>
      <div>
        <strong>{frame.function}</strong> <span style={style.faint}>{frame.place}</span>
      </div>
      {frame.source !== undefined && (
        <code style={crashing ? style.crashingLine : style.line}>{frame.source}</code>
      )}
    </div>
  )
}

function Locals({ mail }: { readonly mail: IssueMail }): VNode | null {
  if (mail.locals.length === 0) return null
  return (
    <Section title="Local variables of the crashing frame">
      {mail.locals.map(({ name, value }) => (
        <div style={style.local}>
          <strong>{name}</strong> = {value}
        </div>
      ))}
      {mail.localsLeftOut > 0 && <p style={style.faint}>… {mail.localsLeftOut} more variables</p>}
    </Section>
  )
}

function Facts({ mail }: { readonly mail: IssueMail }): VNode {
  const tags = mail.tags.map(({ name, value }) => [name, value] as const)
  return (
    <Section title="Context">
      {[...facts(mail), ...tags].map(([name, value]) => (
        <div style={style.fact}>
          <span style={style.label}>{name}</span> {value}
        </div>
      ))}
    </Section>
  )
}

function Section({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}): VNode {
  return (
    <section style={style.section}>
      <h2 style={style.heading}>{title}</h2>
      {children}
    </section>
  )
}
