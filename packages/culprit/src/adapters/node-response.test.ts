import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { resetResponse, writeAnswer, writeLastResort } from './node-response.ts'

function exchange(method = 'GET'): { readonly req: IncomingMessage; readonly res: ServerResponse } {
  const req = new IncomingMessage(new Socket())
  req.method = method
  req.httpVersionMajor = 1
  req.httpVersionMinor = 1
  return { req, res: new ServerResponse(req) }
}

describe('writeAnswer()', () => {
  it('sends a header with several values as several fields, and replaces what was set before', async () => {
    const { req, res } = exchange()
    res.setHeader('X-Other', 'before')
    const headers = [
      ['WWW-Authenticate', 'Basic'],
      ['www-authenticate', 'Bearer'],
      ['X-Other', 'after'],
    ] as const
    await writeAnswer({ kind: 'reply', status: 401, headers, body: 'x' }, { req, res })
    expect(res.getHeader('www-authenticate')).toEqual(['Basic', 'Bearer'])
    expect(res.getHeader('x-other')).toBe('after')
  })

  it('adds cookies and Vary to those that the response has', async () => {
    const { req, res } = exchange()
    res.setHeader('Set-Cookie', 'session=1')
    res.setHeader('Vary', 'Origin')
    const headers = [
      ['Set-Cookie', 'a=1'],
      ['Vary', 'Accept'],
    ] as const
    await writeAnswer({ kind: 'reply', status: 404, headers, body: null }, { req, res })
    expect(res.getHeader('set-cookie')).toEqual(['session=1', 'a=1'])
    expect(res.getHeader('vary')).toEqual('Origin, Accept')
  })

  it('EXC-16: answers HEAD with the length of the body it leaves away', async () => {
    const { req, res } = exchange('HEAD')
    await writeAnswer({ kind: 'reply', status: 404, headers: [], body: 'grün' }, { req, res })
    expect(res.getHeader('content-length')).toBe(5)
  })

  it('does nothing once the headers are sent, nor for a native answer', async () => {
    const { req, res } = exchange()
    await writeAnswer({ kind: 'native', value: undefined }, { req, res })
    expect(res.headersSent).toBe(false)
    res.writeHead(201).end()
    await writeAnswer({ kind: 'reply', status: 404, headers: [['X', 'y']], body: 'x' }, { req, res })
    expect(res.statusCode).toBe(201)
  })

  it('throws when a header cannot be sent, and the last resort still can', () => {
    const { req, res } = exchange()
    const answer = { kind: 'reply', status: 200, headers: [['X-Bad', 'line\nbreak']], body: 'x' } as const
    expect(() => writeAnswer(answer, { req, res })).toThrow(TypeError)
    writeLastResort(res)
    expect([res.statusCode, res.writableEnded]).toEqual([500, true])
  })

  it('tells the source of a web Response that nobody reads it on HEAD', async () => {
    const { req, res } = exchange('HEAD')
    let cancelled = false
    const body = new ReadableStream({ cancel: () => void (cancelled = true) })
    await writeAnswer(
      { kind: 'response', response: new Response(body, { headers: { 'X-A': 'b' } }) },
      { req, res },
    )
    expect([cancelled, res.getHeader('x-a'), res.writableEnded]).toEqual([true, 'b', true])
  })
})

describe('resetResponse()', () => {
  it('removes what describes the body and keeps the rest', () => {
    const { res } = exchange()
    for (const name of ['Content-Type', 'Content-Encoding', 'ETag', 'Cache-Control']) res.setHeader(name, 'x')
    for (const name of ['Set-Cookie', 'Access-Control-Allow-Origin', 'X-Request-Id']) res.setHeader(name, 'x')
    resetResponse(res)
    expect(res.getHeaderNames()).toEqual(['set-cookie', 'access-control-allow-origin', 'x-request-id'])
  })
})
