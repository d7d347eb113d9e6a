import { type Application, type ApplicationOptions, type Question, startApplication } from './application.ts'

/** CPU time of one request in microseconds, bare and with culprit, measured one right after the other. */
export interface Slice {
  readonly bare: number
  readonly culprit: number
}

/** What one pair of fresh processes showed: slices without an error, and slices in which every request throws. */
export interface PairMeasure {
  readonly ok: readonly Slice[]
  readonly missing: readonly Slice[]
}

export interface PairOptions {
  readonly framework: string
  /** Requests that come before those that count, of each kind. */
  readonly warmUp: number
  /** Requests of one slice. */
  readonly requests: number
  readonly slices: number
  readonly profileDir?: string | undefined
}

const ok: Question = { path: '/ok', status: 200 }
const missing: Question = { path: '/missing', status: 404 }

/**
 * Starts a framework bare and with culprit, and measures both in turns, so that whatever else the machine does meets
 * both. Where the compiler and the memory put things differs from process to process: measure several pairs.
 */
export async function measurePair(options: PairOptions): Promise<PairMeasure> {
  const bare = await start(options, 'bare')
  const culprit = await start(options, 'culprit')
  const pair = { bare, culprit }
  try {
    return { ok: await slicesOf(pair, ok, options), missing: await slicesOf(pair, missing, options) }
  } finally {
    await bare.stop()
    await culprit.stop()
  }
}

function start(
  { framework, profileDir }: PairOptions,
  variant: ApplicationOptions['variant'],
): Promise<Application> {
  const profile = profileDir === undefined ? undefined : `${profileDir}/${variant}`
  return startApplication({ framework, variant, profileDir: profile })
}

interface Pair {
  readonly bare: Application
  readonly culprit: Application
}

async function slicesOf(
  { bare, culprit }: Pair,
  question: Question,
  { warmUp, requests, slices }: PairOptions,
): Promise<readonly Slice[]> {
  await bare.measure(question, warmUp)
  await culprit.measure(question, warmUp)
  const measured: Slice[] = []
  for (let n = 0; n < slices; n++) {
    // Every second time the other way round, so that neither always comes first.
    if (n % 2 === 0) {
      const first = await bare.measure(question, requests)
      measured.push({ bare: first, culprit: await culprit.measure(question, requests) })
    } else {
      const first = await culprit.measure(question, requests)
      measured.push({ culprit: first, bare: await bare.measure(question, requests) })
    }
  }
  return measured
}
