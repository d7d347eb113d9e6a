import { gzipSync } from 'node:zlib'
import { makeEvent, makeIssue } from './event.ts'
import { createRandom, createZipf } from './random.ts'

export interface BodyOptions {
  readonly seed: number
  /** About how large an envelope is before gzip. */
  readonly rawBytes: number
  readonly count: number
  /** @default 300 */
  readonly issues?: number | undefined
  /** @default 1,200 */
  readonly distinct?: number | undefined
}

/** An envelope as a client sends it. */
export interface Body {
  readonly eventId: string
  readonly gzipped: Buffer
  readonly rawBytes: number
}

const idMark = '@@event_id@@'
const timeMark = 8_888_888_888

/**
 * Yields envelopes with one event each: `distinct` different events over `issues` issues (by Zipf's law, every issue
 * at least once), each sent again and again under new ids and times. All of it repeats for the same seed.
 */
export function* makeBodies(options: BodyOptions): Generator<Body> {
  const random = createRandom(options.seed)
  const templates = makeTemplates(options)
  for (let n = 0; n < options.count; n++) {
    const template = templates[n < templates.length ? n : random.integer(templates.length)]
    if (template === undefined) return
    const eventId = random.hex(32)
    const payload = template.replaceAll(idMark, eventId).replace(String(timeMark), String(Date.now() / 1000))
    const head = `{"event_id":"${eventId}","sent_at":"${new Date().toISOString()}","sdk":{"name":"sentry.javascript.node","version":"11.12.0"}}\n{"type":"event","content_type":"application/json","length":${Buffer.byteLength(payload)}}\n`
    const raw = Buffer.from(`${head}${payload}\n`)
    yield { eventId, gzipped: gzipSync(raw), rawBytes: raw.length }
  }
}

/** Returns the JSON texts that the bodies are made from, in random order, with marks where id and time go. */
export function makeTemplates(options: BodyOptions): readonly string[] {
  const random = createRandom(options.seed + 1)
  const count = options.issues ?? 300
  const zipf = createZipf(random, count)
  const issues = Array.from({ length: count }, (_, rank) => makeIssue(options.seed, rank, options.rawBytes))
  const texts = Array.from({ length: options.distinct ?? 1200 }, (_, n) => {
    const issue = issues[n < count ? n : zipf()]
    if (issue === undefined) throw new RangeError('There must be at least one issue')
    return JSON.stringify({
      event_id: idMark,
      timestamp: timeMark,
      ...makeEvent(issue, random, options.rawBytes),
    })
  })
  for (let at = texts.length - 1; at > 0; at--) {
    const other = random.integer(at + 1)
    const [a, b] = [texts[at] ?? '', texts[other] ?? '']
    texts[at] = b
    texts[other] = a
  }
  return texts
}
