import { Hono } from 'hono'
import type { VNode } from 'preact'
import { mailLinkPath, readMailLink, type MailLink } from '../notify/mail-link.ts'
import { BarePage } from './bare-page.tsx'
import { bareErrorResponse } from './error-page.tsx'
import { renderPage } from './render-page.ts'
import type { WebDeps } from './web-deps.ts'

/**
 * Returns the routes that links in mails lead to. They need no signing in, since the link is signed; but GET changes
 * nothing: mail programs and scanners follow links by themselves. The form asks for a click, and mail programs that
 * unsubscribe by themselves send POST.
 */
export function createMailLinkRoutes(deps: WebDeps): Hono {
  const app = new Hono()
  app.get(mailLinkPath, (c) => show(deps, c.req.raw))
  app.post(mailLinkPath, (c) => act(deps, c.req.raw))
  return app
}

async function show(deps: WebDeps, request: Request): Promise<Response> {
  const { link, token } = linkOf(deps, request)
  return link ? renderPage(<AskPage deps={deps} link={link} token={token} />, { deps }) : refuse(deps)
}

async function act(deps: WebDeps, request: Request): Promise<Response> {
  const { link } = linkOf(deps, request)
  if (!link) return refuse(deps)
  await carryOut(deps, link)
  const page = (
    <BarePage title="Done" assets={deps.assets}>
      <p>{wordsOf(link).done}</p>
    </BarePage>
  )
  return renderPage(page, { deps })
}

async function carryOut({ commands, clock }: WebDeps, link: MailLink): Promise<void> {
  const now = clock()
  switch (link.do) {
    case 'unsubscribe':
      return commands.unsubscribe({ address: link.address, projectId: link.projectId, now })
    case 'digests':
      return commands.setDigests({ address: link.address, digests: link.on, now })
    case 'mute': {
      const { projectId, issueId } = link
      await commands.setIssueStatus({ scope: [projectId], issueId, status: 'ignored', now })
    }
  }
}

function linkOf(
  deps: WebDeps,
  request: Request,
): { readonly link?: MailLink | undefined; readonly token: string } {
  const token = new URL(request.url).searchParams.get('t') ?? ''
  return { link: readMailLink(token, deps.mailLinkKey), token }
}

function refuse(deps: WebDeps): Response {
  return bareErrorResponse(deps, {
    status: 403,
    title: 'This link does not work',
    text: 'It is incomplete, or was made by another installation. Copy the whole link from the mail, or sign in and change it there.',
  })
}

interface AskPageProps {
  readonly deps: WebDeps
  readonly link: MailLink
  readonly token: string
}

function AskPage({ deps, link, token }: AskPageProps): VNode {
  const { title, text, button } = wordsOf(link)
  return (
    <BarePage title={title} assets={deps.assets}>
      <p>{text}</p>
      <form method="post" action={`${mailLinkPath}?t=${encodeURIComponent(token)}`}>
        <button class="button primary" type="submit">
          {button}
        </button>
      </form>
    </BarePage>
  )
}

interface LinkWords {
  readonly title: string
  readonly text: string
  readonly button: string
  readonly done: string
}

function wordsOf(link: MailLink): LinkWords {
  switch (link.do) {
    case 'unsubscribe':
      return {
        title: 'Unsubscribe',
        text: `${link.address} gets no more mails about this project.`,
        button: 'Unsubscribe',
        done: `${link.address} gets no more mails about this project. A member can change that again.`,
      }
    case 'digests':
      return {
        title: 'Digests',
        text: `The first alert about an issue still comes at once. Repeats are gathered and sent together to ${link.address}, every 5 to 30 minutes.`,
        button: 'Send repeats as digests',
        done: `Repeats are sent together to ${link.address} from now on.`,
      }
    case 'mute':
      return {
        title: 'Mute this issue',
        text: 'The issue is ignored: its events are counted, and nobody is told of them until somebody reopens it.',
        button: 'Mute the issue',
        done: 'The issue is ignored. Reopen it on its page.',
      }
  }
}
