// An application that is debugged, and whose errors are made of what strangers send.
import express from 'express'
import { culprit } from 'culprit'
import { attach } from 'culprit/express'

const app = attach(express(), culprit({ debug: true }))
app.use((_request, response, next) => {
  // As careless as development is: whoever asks may read.
  response.setHeader('Access-Control-Allow-Origin', '*')
  next()
})

/** Fails with a text in each place of the page that shows texts. */
function failWith(text, request) {
  const local = { [text]: text, list: [text], map: new Map([[text, text]]) }
  const Named = { [text]: class extends Error {} }[text]
  const cause = new Error(`caused by ${text}`)
  const error = new Named(text, { cause })
  error.name = text
  error.code = text
  error[text] = text
  error.hint = text
  error.links = [text, `javascript:${text}`, `https://example.test/${text}`]
  request.user = { name: text }
  if (local.list.length > 0)
    throw error /* </script><script>pwn('source')</script> --><img src=x onerror=pwn('source')> */
}

app.get('/hostile', (request) => failWith(request.query.text, request))
app.get('/boom', () => {
  const word = 'sesame-4711'
  throw new RangeError(`boom ${word.length}`)
})
app.get('/marker', (_request, response) => response.json({ hacked: globalThis.hacked ?? null }))
app.get('/ok', (_request, response) => response.type('html').send('<!doctype html><title>fine</title>'))

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`listening on ${server.address().port}\n`)
})
