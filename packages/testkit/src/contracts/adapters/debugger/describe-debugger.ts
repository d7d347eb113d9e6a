import { describe } from 'vitest'
import type { AdapterHarness } from '../harness.ts'
import { describeDebuggerCommands } from './commands.ts'
import { describeDebuggerPage } from './page.ts'
import { describeDebuggerTrust } from './trust.ts'

/** The debugger under an adapter: its page in place of the error, its consoles, and whom it refuses, over real HTTP. */
export function describeDebugger(harness: AdapterHarness): void {
  describe('the interactive debugger', () => {
    describeDebuggerPage(harness)
    describeDebuggerCommands(harness)
    describeDebuggerTrust(harness)
  })
}
