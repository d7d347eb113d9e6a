// A process of its own: answers envelopes as the protocol says, and counts the events in them. Says its port, then its
// counts whenever it is asked.
import { createServer } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { decodeEnvelope } from '@culprit/wire'
import { listen } from '../handlers/servers/contestant.ts'

let events = 0
let withVariables = 0
let lost = 0

interface Payload {
  readonly exception?: { readonly values?: readonly Exception[] }
  readonly discarded_events?: readonly { readonly quantity: number }[]
}

interface Exception {
  readonly stacktrace?: { readonly frames?: readonly { readonly vars?: object }[] }
}

function count(body: Buffer): void {
  for (const { header, payload } of decodeEnvelope(body).items) {
    if (header.type !== 'event' && header.type !== 'client_report') continue
    const { exception, discarded_events: discarded } = JSON.parse(Buffer.from(payload).toString()) as Payload
    for (const { quantity } of discarded ?? []) lost += quantity
    if (header.type !== 'event') continue
    events++
    const frames = exception?.values?.flatMap(({ stacktrace }) => stacktrace?.frames ?? []) ?? []
    if (frames.some(({ vars }) => vars !== undefined)) withVariables++
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    count(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body)
  })
})

const port = await listen(server)
process.on('message', () => process.send?.({ events, withVariables, lost }))
process.on('disconnect', () => process.exit())
process.send?.({ port })
