import type { DebuggedError, DebuggedFailure, DebuggedFrame } from '../../src/debugger/debugged-error.ts'
import { sampleFailure, sampleIds } from './sample-failure.ts'

/** The sample with one text in every place where a text of strangers can stand. */
export function everywhere(evil: string): DebuggedFailure {
  const [raised] = sampleFailure.errors
  const [thrown] = raised?.frames ?? []
  if (!raised || !thrown) throw new Error('The sample has no frame.')
  const value = {
    kind: 'object' as const,
    preview: evil,
    ref: evil,
    entries: [{ name: evil, value: { kind: 'string' as const, preview: evil, text: evil } }],
  }
  const frame: DebuggedFrame = {
    ...thrown,
    function: evil,
    file: evil,
    shownFile: evil,
    info: evil,
    package: evil,
    source: [{ line: 15, text: evil }],
    variables: [{ name: evil, scope: 'local', value }],
  }
  const library: DebuggedFrame = { ...frame, index: 1, kind: 'dependency' }
  const error: DebuggedError = {
    ...raised,
    type: evil,
    message: evil,
    hints: [evil],
    links: [evil],
    properties: [{ name: evil, value }],
    frames: [frame, library, { ...library, index: 2 }],
    stack: evil,
  }
  const pairs = [[evil, evil]] as const
  return {
    ...sampleFailure,
    errors: [error, { ...error, id: sampleIds.cause, relation: 'cause' }],
    request: {
      method: evil,
      url: evil,
      route: evil,
      headers: pairs,
      query: pairs,
      cookies: pairs,
      body: value,
      user: value,
    },
    process: { ...sampleFailure.process, title: evil, directory: evil, node: evil },
    environment: pairs,
    packages: pairs,
    logs: [{ at: sampleFailure.at, level: evil, logger: evil, message: evil }],
    issueUrl: evil,
    debugUrl: evil,
  }
}
