import { writeSync } from 'node:fs'
import type { Lane } from '../../src/domain/digest-plan.ts'
import { createSpoolWriter } from '../../src/engines/filesystem/spool-writer.ts'

/** Appends to the spool in the given directory for ever, and prints each id once its entry is durable. */
const [, , dir = '', round = '0'] = process.argv
const spool = await createSpoolWriter({ dir, segmentBytes: 200_000 })

async function appendForEver(worker: number): Promise<never> {
  for (let index = 0; ; index += 1) {
    const id = `r${round}w${worker}i${index}`
    const lane: Lane = worker % 4 === 0 ? 'bulk' : 'main'
    const body = Buffer.alloc((index * 37 + worker * 101) % 3000, id)
    await spool.append(lane, {
      meta: { kind: 'envelope', projectId: 1, received: Date.now(), eventId: id, encoding: '' },
      body,
    })
    writeSync(1, `${id}\n`)
  }
}

await Promise.all(Array.from({ length: 16 }, (_, worker) => appendForEver(worker)))
