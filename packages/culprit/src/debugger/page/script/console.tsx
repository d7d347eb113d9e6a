import { render } from 'preact'
import type { EvalResult } from '../../console-protocol.ts'
import type { Liveness } from '../../debugged-error.ts'
import { livenessWords } from '../liveness-words.ts'
import { createInput, type ConsoleInput } from './console-input.ts'
import { ConsoleBody } from './console-body.tsx'
import type { FrameTarget } from './frame-target.ts'
import type { History } from './history.ts'
import { keep, readKept } from './kept.ts'
import { createLock, type Lock } from './lock.ts'
import type { Session, SessionState } from './session.ts'
import { createTranscript, type Transcript } from './transcript.tsx'
import type { Answer } from './wire.ts'

/** What a console needs. */
export interface ConsoleParts {
  /** Where it is put. */
  readonly place: HTMLElement
  readonly panel: HTMLElement
  readonly session: Session
  readonly history: History
}

/** The console of one frame. */
export interface Console {
  focus(): void
  follow(state: SessionState): void
}

/** Time after which a stop button is offered. */
const slowMs = 5000

/** Makes the console of a frame, or says why there is none. */
export function createConsole(parts: ConsoleParts): Console {
  const { place, panel, session } = parts
  const live = (panel.dataset['live'] ?? 'live') as Liveness
  const name = panel.querySelector('.panel-function')?.textContent ?? ''
  if (live !== 'live') {
    place.dataset['state'] = 'none'
    render(<ConsoleBody name={name} why={livenessWords[live]} />, place)
    return { focus: () => undefined, follow: () => undefined }
  }
  render(<ConsoleBody name={name} hint={readKept('console-used') === undefined} />, place)
  const transcript = createTranscript(find(place, '.console-log'))
  const lock = createLock(find(place, '.console-lock'), session)
  const run = createRunner(parts, transcript)
  const input = createInput({
    field: find(place, 'textarea'),
    list: find(place, '.completions'),
    target: targetOf(panel),
    session,
    history: parts.history,
    run: async (code) => {
      keep('console-used', 'yes')
      place.querySelector('.console-hint')?.remove()
      return run.evaluate(code)
    },
    cancel: run.cancel,
    clear: transcript.clear,
  })
  find(place, '.console-clear').addEventListener('click', () => {
    transcript.clear()
    input.focus()
  })
  const follow = followState({ place, lock, input })
  follow(session.state())
  return { focus: () => (session.state().kind === 'locked' ? lock.focus() : input.focus()), follow }
}

function followState({ place, lock, input }: { place: HTMLElement; lock: Lock; input: ConsoleInput }) {
  return (state: SessionState): void => {
    place.dataset['state'] = state.kind
    lock.follow(state)
    input.enable(state.kind === 'ready')
  }
}

function targetOf({ dataset }: HTMLElement): FrameTarget {
  return { error: dataset['error'] ?? '', frame: Number(dataset['frame'] ?? 0) }
}

interface Runner {
  /** Runs an input. Returns false when it is not complete yet. */
  evaluate(code: string): Promise<boolean>
  /** Stops what runs. Returns whether something did. */
  cancel(): boolean
}

function createRunner({ panel, session, history }: ConsoleParts, transcript: Transcript): Runner {
  const target = targetOf(panel)
  let running: string | undefined
  const cancel = (): boolean => {
    if (running === undefined) return false
    void session.ask('cancel', { error: target.error, evaluation: running })
    return true
  }
  return {
    cancel,
    evaluate: async (code) => {
      if (running !== undefined) return false
      const evaluation = newId()
      running = evaluation
      const entry = transcript.begin(code)
      const slow = setTimeout(() => entry.slow(cancel), slowMs)
      const answer: Answer<EvalResult> = await session.ask('eval', { ...target, code, evaluation })
      clearTimeout(slow)
      running = undefined
      if (answer.ok && !answer.value.ok && 'incomplete' in answer.value) {
        entry.remove()
        return false
      }
      history.add(code)
      if (answer.ok) entry.finish(answer.value)
      else entry.refuse(answer.reason)
      return true
    },
  }
}

/** Names an evaluation; `crypto.randomUUID` does not exist on plain http. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
}

function find<Found extends HTMLElement>(place: HTMLElement, selector: string): Found {
  const found = place.querySelector<Found>(selector)
  if (!found) throw new Error(`The console has no ${selector}.`)
  return found
}
