import type { Kind } from './contestant.ts'

/** A library with one of its ways to write. */
export interface Entry {
  readonly name: string
  readonly library: string
  readonly variant: string
}

/** What culprit's cost is to be, as a multiple of another's. */
export interface Goal {
  readonly against: string
  readonly atMost: number
}

/** What is measured beside the libraries of a contest: the loop that calls them. */
export const nothing: Entry = { name: 'nothing', library: 'nothing', variant: '' }

/** Libraries that do the same, culprit first. */
export interface Contest {
  readonly name: string
  readonly kind: Kind
  /** Flags of the runtime. */
  readonly flags?: readonly string[] | undefined
  readonly title: string
  readonly entries: readonly Entry[]
  readonly goals: readonly Goal[]
}

const culprit = { name: 'culprit', library: 'culprit', variant: '' }
const pinoSync = { name: 'pino sync', library: 'pino', variant: 'sync' }
const pinoAsync = { name: 'pino async', library: 'pino', variant: 'async' }
const pinoAsync4096 = { name: 'pino async 4096', library: 'pino', variant: 'async 4096' }
const pinoWorker = { name: 'pino worker', library: 'pino', variant: 'worker' }
const winston = { name: 'winston', library: 'winston', variant: '' }
const logtape = { name: 'LogTape', library: 'logtape', variant: '' }
const pinoDisabled = { ...pinoSync, name: 'pino' }
const log4js = { name: 'log4js', library: 'log4js', variant: '' }

/** All contests; the title says what is done, the goals what is to be reached. */
export const contests: readonly Contest[] = [
  {
    name: 'disabled',
    kind: 'disabled',
    title: 'a call below the level',
    entries: [culprit, pinoDisabled, winston, logtape, log4js],
    goals: [{ against: 'pino', atMost: 1.5 }],
  },
  {
    name: 'disabled cold',
    kind: 'disabled',
    flags: ['--no-turbo-inlining'],
    title:
      'a call below the level that the compiler does not melt into its caller, as in code that rarely runs',
    entries: [culprit, pinoDisabled],
    goals: [{ against: 'pino', atMost: 1.5 }],
  },
  {
    name: 'text sync',
    kind: 'text sync',
    title: 'text line, in the file before the call returns (pino: its JSON line; winston has no such way)',
    entries: [culprit, pinoSync, logtape, log4js],
    goals: [{ against: 'pino sync', atMost: 1.2 }],
  },
  {
    name: 'text buffered',
    kind: 'text buffered',
    title: 'text line that may wait (pino: its JSON line)',
    entries: [culprit, pinoAsync, pinoAsync4096, pinoWorker, winston, logtape, log4js],
    goals: [
      { against: 'pino async', atMost: 1 },
      { against: 'pino async 4096', atMost: 1 },
    ],
  },
  {
    name: 'json sync',
    kind: 'json sync',
    title: 'JSON line with a field, in the file before the call returns',
    entries: [culprit, pinoSync, logtape],
    goals: [],
  },
  {
    name: 'json buffered',
    kind: 'json buffered',
    title: 'JSON line with a field, that may wait',
    entries: [culprit, pinoAsync, pinoAsync4096, winston, logtape],
    goals: [],
  },
  {
    name: 'location',
    kind: 'location',
    title: 'text line with file and line of the call, 20 calls deep, in the file before the call returns',
    entries: [culprit, log4js],
    goals: [{ against: 'log4js', atMost: 0.5 }],
  },
]
