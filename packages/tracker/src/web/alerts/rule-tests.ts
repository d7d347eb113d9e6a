import type { AlertAction } from '../../domain/alert-action.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import type { Project } from '../../domain/project.ts'
import type { PageContext } from '../context.ts'
import type { RulePlaces } from './action-lines.ts'
import { actionWords } from './rule-sentence.ts'
import type { RuleTest } from './rule-view.ts'

export interface TestRuleInput {
  readonly draft: AlertRuleDraft
  readonly project: Project
  readonly places: RulePlaces
}

/** Places that one test tells at most. */
const maxPlaces = 10

/** Sends a real sample to each place that a rule tells, one after the other, and returns what came of each. */
export async function testRule(ctx: PageContext, input: TestRuleInput): Promise<readonly RuleTest[]> {
  const tests: RuleTest[] = []
  for (const action of input.draft.actions.slice(0, maxPlaces)) {
    const words = actionWords(action, input.places)
    tests.push({ words, ...(await testAction(ctx, action, input)) })
  }
  return tests
}

async function testAction(
  ctx: PageContext,
  action: AlertAction,
  { draft, project }: TestRuleInput,
): Promise<Omit<RuleTest, 'words'>> {
  const { reads, commands, testDestination, testMail } = ctx.deps
  const rule = { id: 0, name: draft.name || 'Test' }
  if (action.kind === 'mail') {
    const to = action.target.kind === 'address' ? action.target.address : ctx.user.email
    if (to === undefined) return { ok: false, detail: 'You have no e-mail address here to send a test to.' }
    return testMail({ to, project, rule })
  }
  const destination = await reads.destination([project.id], action.destinationId)
  if (destination === undefined) return { ok: false, detail: 'This destination was removed.' }
  const attempt = await testDestination({ destination, project, rule })
  await commands.recordDestinationAttempt({ scope: [project.id], channel: destination.kind, attempt })
  return {
    ok: attempt.outcome === 'delivered',
    detail: attempt.problem ?? `the server answered ${attempt.status} after ${attempt.ms} ms`,
    attempt,
  }
}
