import { secondMs } from '../domain/instant.ts'
import type { Project } from '../domain/project.ts'
import { MailError, type Mail, type Mailer } from '../ports/mailer.ts'
import { plainText } from './plain-text.ts'

export interface TestMailDeps {
  /** Undefined when no mail server is configured. */
  readonly mailer: Mailer | undefined
  /** Without a trailing slash. */
  readonly baseUrl: string
  readonly random: (length: number) => Uint8Array
}

/** Sends a made-up alert by mail and resolves with the mail server's answer, or why nothing was sent. */
export type TestMail = (input: {
  readonly to: string
  readonly project: Project
  readonly rule: { readonly name: string }
}) => Promise<{ readonly ok: boolean; readonly detail: string }>

const deadlineMs = 15 * secondMs

/** Returns how to test mail. */
export function createTestMail({ mailer, baseUrl, random }: TestMailDeps): TestMail {
  return async ({ to, project, rule }) => {
    if (mailer === undefined)
      return { ok: false, detail: 'no mail server is configured: start with CULPRIT_SMTP_URL' }
    const id = Buffer.from(random(12)).toString('hex')
    try {
      const mail = testMail({ to, project: project.name, rule: rule.name, baseUrl, id })
      const { response } = await mailer.send(mail, AbortSignal.timeout(deadlineMs))
      return { ok: true, detail: `to ${to}, the mail server answered ${plainText(response, 300)}` }
    } catch (error) {
      if (!(error instanceof MailError)) throw error
      return { ok: false, detail: `to ${to}, ${plainText(error.message, 300)}` }
    }
  }
}

interface TestMailFacts {
  readonly to: string
  readonly project: string
  readonly rule: string
  readonly baseUrl: string
  readonly id: string
}

function testMail({ to, project, rule, baseUrl, id }: TestMailFacts): Mail {
  const [projectName, ruleName] = [plainText(project, 40), plainText(rule, 80)]
  const text = `This is a test of the rule "${ruleName}" of ${projectName}. No error happened.\n\n${baseUrl}/alerts\n`
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname.replaceAll(/[^a-z0-9.-]/gi, '') : ''
  return {
    to,
    subject: `[${projectName}] Test of the rule "${ruleName}"`,
    text,
    html: `<!doctype html><p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`,
    messageId: `<test.${id}@${host || 'culprit.localhost'}>`,
    references: [],
    headers: { 'Auto-Submitted': 'auto-generated' },
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
