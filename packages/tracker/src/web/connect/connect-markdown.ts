import { fence } from '@culprit/view'
import type { ConnectView } from './connect-view.ts'

/** Returns the connect page as Markdown: DSN and steps of the platform chosen; `baseUrl` makes its link absolute. */
export function connectMarkdown(view: ConnectView, baseUrl: string): string {
  const steps = view.steps.map(
    ({ title, language, code }) => `### ${title}\n\n${fence(code, language === 'plain' ? '' : language)}\n`,
  )
  return [
    `# Connect ${view.platform.name} to ${view.project.name}`,
    `DSN: \`${view.dsn ?? 'all keys are switched off'}\``,
    ...steps,
    view.received
      ? `Last seen: ${view.received.shortId}, see ${baseUrl}${view.received.href}`
      : 'No event has arrived yet.',
    '',
  ].join('\n\n')
}

/** Returns a request that a person can hand to a coding agent, complete in itself. */
export function agentPrompt(view: ConnectView): string {
  const steps = view.steps.map(({ title, code }) => `${title}:\n${code}`).join('\n\n')
  return `Add error reporting to this application. The server speaks Sentry's protocol, so use the official Sentry SDK for the platform and set its DSN to:

${view.dsn ?? ''}

For ${view.platform.name} this is usually:

${steps}

Rules:
- Initialise the SDK before anything else is loaded.
- Report errors only: no tracing, profiling, replay or session tracking.
- Set "environment" and "release" from what the application already knows (NODE_ENV, package version, git commit).
- Read the DSN from the environment variable SENTRY_DSN where the application has a place for settings.
- Then throw one test error, remove it again, and say that it should now be visible in the tracker.
`
}
