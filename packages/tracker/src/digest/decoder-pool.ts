import type { DecoderJob, DecoderMessage, DecoderPort } from './decoder-port.ts'

/** What a decoder says about its job. */
export type JobAnswer = Exclude<DecoderMessage, { readonly kind: 'gone' }>

export interface DecoderPoolDeps {
  readonly startDecoder: () => DecoderPort
  readonly size: number
  /** Called with every answer about a job that is under way; answers of replaced decoders are not passed on. */
  readonly onAnswer: (answer: JobAnswer) => void
  /** The job's decoder ended or was stuck: the job has to be given to another. */
  readonly onLost: (job: number, reason: string) => void
}

/** A fixed number of decoders, those that end or hang being replaced. */
export interface DecoderPool {
  /** True when a decoder has room for a job: one that it works on, and one that waits for it. */
  hasRoom(): boolean
  /** Gives a job to the decoder that has the fewest. @throws {RangeError} when none has room */
  assign(job: DecoderJob): void
  /** Replaces decoders that are gone or were silent for 15 ticks; to be called every second. */
  tick(): void
  /** Asks all decoders to stop. */
  close(): void
}

/**
 * Ticks without an answer after which a busy decoder counts as stuck. Ticks and not the clock, so that neither a
 * clock that jumps nor a thread that was busy itself makes a decoder look stuck.
 */
const patienceTicks = 15

/**
 * The writer's thread does not read messages while it commits. The second job is what keeps a decoder busy meanwhile.
 */
const jobsPerDecoder = 2

interface Slot {
  port: DecoderPort | undefined
  /** Ids in the order in which they were given: the first is being worked on. */
  jobs: number[]
  silentTicks: number
}

/** Starts the decoders. A decoder that ends by itself is replaced at the next tick, so at most once a second. */
export function createDecoderPool(deps: DecoderPoolDeps): DecoderPool {
  const slots: readonly Slot[] = Array.from({ length: deps.size }, () => ({
    port: undefined,
    jobs: [],
    silentTicks: 0,
  }))
  let closed = false

  const start = (slot: Slot): void => {
    const port = deps.startDecoder()
    slot.port = port
    port.onMessage((message) => {
      if (slot.port === port && !closed) hear(slot, message, deps)
    })
  }
  for (const slot of slots) start(slot)

  return {
    hasRoom: () => slots.some(isRoomy),
    assign(job) {
      const [slot] = slots.filter(isRoomy).toSorted((a, b) => a.jobs.length - b.jobs.length)
      if (!slot?.port) throw new RangeError('No decoder has room for a job.')
      if (slot.jobs.length === 0) slot.silentTicks = 0
      slot.jobs.push(job.id)
      slot.port.assign(job)
    },
    tick() {
      if (closed) return
      for (const slot of slots) {
        if (slot.jobs.length > 0) slot.silentTicks += 1
        if (slot.silentTicks >= patienceTicks) dismiss(slot, `no progress in ${patienceTicks} s`, deps)
        if (!slot.port) start(slot)
      }
    },
    close() {
      closed = true
      for (const { port } of slots) port?.stop({ force: false })
    },
  }
}

function isRoomy({ port, jobs }: Slot): boolean {
  return port !== undefined && jobs.length < jobsPerDecoder
}

function hear(slot: Slot, message: DecoderMessage, deps: DecoderPoolDeps): void {
  if (message.kind === 'gone') {
    lose(slot, message.error, deps)
    return
  }
  if (!slot.jobs.includes(message.job)) return
  slot.silentTicks = 0
  if (message.kind === 'decoded' || message.kind === 'failed')
    slot.jobs = slot.jobs.filter((job) => job !== message.job)
  deps.onAnswer(message)
}

function dismiss(slot: Slot, reason: string, deps: DecoderPoolDeps): void {
  const stuck = slot.port
  lose(slot, reason, deps)
  stuck?.stop({ force: true })
}

function lose(slot: Slot, reason: string, deps: DecoderPoolDeps): void {
  const { jobs } = slot
  slot.port = undefined
  slot.jobs = []
  slot.silentTicks = 0
  for (const job of jobs) deps.onLost(job, reason)
}
