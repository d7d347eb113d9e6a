import { describe } from 'vitest'
import { describeAnswerForms } from './answer-forms.ts'
import { describeBrokenAnswers } from './broken-answers.ts'
import { describeDebugger } from './debugger/describe-debugger.ts'
import { describeErrorAnswers } from './error-answers.ts'
import { describeGenericPages } from './generic-pages.ts'
import type { AdapterHarness } from './harness.ts'
import { describeIsolation } from './isolation.ts'
import { describeLifeCycle } from './life-cycle.ts'

/**
 * The contract of an adapter: what every framework must answer, log and tell when routes throw, over real HTTP.
 * The application of the harness has the routes of the conformance table, `/stream`, which breaks off, and one
 * `/form/NAME` for each form of an answer; `/upload`, which reads the JSON body of a POST; the scope `admin` under `/admin`; and the routes it is given. The numbers are the rules of the error-handling reference.
 */
export function describeAdapter(harness: AdapterHarness): void {
  describe(`Adapter contract: ${harness.name}`, () => {
    describeErrorAnswers(harness)
    describeAnswerForms(harness)
    describeGenericPages(harness)
    describeLifeCycle(harness)
    describeBrokenAnswers(harness)
    describeIsolation(harness)
    describeDebugger(harness)
  })
}
