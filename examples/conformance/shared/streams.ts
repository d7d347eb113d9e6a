// Bodies that begin well and then fail, as a database cursor or an upstream does.
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'

const encoder = new TextEncoder()

async function* cursor(): AsyncGenerator<Uint8Array> {
  yield encoder.encode('some bytes\n')
  await setTimeout(200)
  throw new Error('the cursor was closed')
}

/** For frameworks that send Node streams. */
export function failingReadable(): Readable {
  return Readable.from(cursor())
}

/** For frameworks that send web streams. */
export function failingWebStream(): ReadableStream<Uint8Array> {
  const rows = cursor()
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await rows.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

/** For frameworks whose handlers write themselves. */
export async function writeAndFail(response: { write(chunk: Uint8Array): unknown }): Promise<void> {
  for await (const row of cursor()) response.write(row)
}
