import { type Application, type ApplicationOptions, startApplication } from './application.ts'
import type { Question } from './question.ts'
import type { Variant } from './servers/contestant.ts'

/** CPU time of one request in microseconds of each variant, measured one right after the other. */
export type Slice = Readonly<Record<Variant, number>>

/** What one round of fresh processes showed: slices without an error, and slices in which every request throws. */
export interface RoundMeasure {
  readonly ok: readonly Slice[]
  readonly missing: readonly Slice[]
}

export interface RoundOptions extends Omit<ApplicationOptions, 'variant'> {
  /** Requests that come before those that count. */
  readonly warmUp: Readonly<Record<keyof RoundMeasure, number>>
  /** Requests of one slice. */
  readonly requests: number
  readonly slices: number
}

const ok: Question = { path: '/ok', status: 200 }
const missing: Question = { path: '/missing', status: 404 }

/**
 * Starts a framework in its variants and measures them in turns, so that whatever else the machine does meets all of
 * them. Where the compiler and the memory put things differs from process to process: measure several rounds.
 */
export async function measureRound(options: RoundOptions): Promise<RoundMeasure> {
  const own = await start(options, 'own')
  const least = await start(options, 'least')
  const culprit = await start(options, 'culprit')
  const applications = { own, least, culprit }
  try {
    return {
      ok: await slicesOf(applications, ok, { ...options, warmUp: options.warmUp.ok }),
      missing: await slicesOf(applications, missing, { ...options, warmUp: options.warmUp.missing }),
    }
  } finally {
    await Promise.all([own.stop(), least.stop(), culprit.stop()])
  }
}

function start(options: RoundOptions, variant: Variant): Promise<Application> {
  const { framework, inMemory, profileDir } = options
  const profile = profileDir === undefined ? undefined : `${profileDir}/${variant}`
  return startApplication({ framework, inMemory, variant, profileDir: profile })
}

async function slicesOf(
  applications: Readonly<Record<Variant, Application>>,
  question: Question,
  { warmUp, requests, slices }: Pick<RoundOptions, 'requests' | 'slices'> & { readonly warmUp: number },
): Promise<readonly Slice[]> {
  const { own, least, culprit } = applications
  for (const application of [own, least, culprit]) await application.measure(question, warmUp)
  const measured: Slice[] = []
  for (let n = 0; n < slices; n++) {
    // Every second time the other way round, so that none always comes first.
    const slice = { own: 0, least: 0, culprit: 0 }
    const order = ['own', 'culprit', 'least'] as const
    for (const variant of n % 2 === 0 ? order : order.toReversed()) {
      slice[variant] = await applications[variant].measure(question, requests)
    }
    measured.push(slice)
  }
  return measured
}
