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
  hasIdle(): boolean
  /** Gives a job to an idle decoder. @throws {RangeError} when there is none */
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

interface Slot {
  port: DecoderPort | undefined
  job: number | undefined
  silentTicks: number
}

/** Starts the decoders. A decoder that ends by itself is replaced at the next tick, so at most once a second. */
export function createDecoderPool(deps: DecoderPoolDeps): DecoderPool {
  const slots: readonly Slot[] = Array.from({ length: deps.size }, () => ({
    port: undefined,
    job: undefined,
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
    hasIdle: () => slots.some(isIdle),
    assign(job) {
      const slot = slots.find(isIdle)
      if (!slot?.port) throw new RangeError('No decoder is idle.')
      slot.job = job.id
      slot.silentTicks = 0
      slot.port.assign(job)
    },
    tick() {
      if (closed) return
      for (const slot of slots) {
        if (slot.job !== undefined) slot.silentTicks += 1
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

function isIdle({ port, job }: Slot): boolean {
  return port !== undefined && job === undefined
}

function hear(slot: Slot, message: DecoderMessage, deps: DecoderPoolDeps): void {
  if (message.kind === 'gone') {
    lose(slot, message.error, deps)
    return
  }
  if (message.job !== slot.job) return
  slot.silentTicks = 0
  if (message.kind === 'decoded' || message.kind === 'failed') slot.job = undefined
  deps.onAnswer(message)
}

function dismiss(slot: Slot, reason: string, deps: DecoderPoolDeps): void {
  const stuck = slot.port
  lose(slot, reason, deps)
  stuck?.stop({ force: true })
}

function lose(slot: Slot, reason: string, deps: DecoderPoolDeps): void {
  const { job } = slot
  slot.port = undefined
  slot.job = undefined
  slot.silentTicks = 0
  if (job !== undefined) deps.onLost(job, reason)
}
