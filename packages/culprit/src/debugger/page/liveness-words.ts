import type { Liveness } from '../debugged-error.ts'

/** Why a frame has no console, in a sentence; nothing where it has one. */
export const livenessWords: Readonly<Record<Liveness, string>> = {
  live: '',
  library: 'No console here: frames of libraries and of Node are not kept.',
  async:
    'No console here: this function stands above an await and had left the stack when the error was thrown.',
  'no-error-object': 'No console here: what was thrown is no object, so its frames cannot be recognised.',
  'not-captured':
    'No console here: this frame was not kept. It is too deep, or capture was off when the error was thrown.',
  'external-debugger': 'No console here: another debugger is attached to the process, so capture is off.',
  expired: 'No console here: newer errors took the place of this one, and its frames were freed.',
  'switched-off': 'No console here: evaluation is switched off.',
}
