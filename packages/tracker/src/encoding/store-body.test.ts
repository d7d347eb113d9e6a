import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDecodeRefusal } from './content-encoding.ts'
import { decodeStoreBody } from './store-body.ts'
import { parseSentJson, rewriteBareNumbers } from './store-body-json.ts'

function textOf(body: string | Uint8Array, limit = 1000): string {
  const decoded = decodeStoreBody(Buffer.from(body), limit)
  return isDecodeRefusal(decoded) ? decoded.refusal : Buffer.from(decoded).toString()
}

describe('decodeStoreBody()', () => {
  const json = '{"message":"ä"}'
  it.each([
    ['JSON', json, json],
    ['JSON after blanks and a byte order mark', `\ufeff \n${json}`, json],
    ['base64 of JSON', Buffer.from(json).toString('base64'), json],
    ['base64 of deflated JSON', deflateSync(json).toString('base64'), json],
    [
      'base64 with line breaks',
      deflateSync(json)
        .toString('base64')
        .replace(/(.{8})/g, '$1\n'),
      json,
    ],
    ['nothing', '', ''],
    ['text', '<html>', 'corrupt'],
    ['base64 of noise', Buffer.from('noise!').toString('base64'), 'corrupt'],
  ])('%s', (_name, body, expected) => {
    expect(textOf(body)).toBe(expected)
  })

  it('stops at the limit in every form', () => {
    const long = JSON.stringify({ message: 'x'.repeat(2000) })
    expect(textOf(long)).toBe('too-large')
    expect(textOf(deflateSync(long).toString('base64'))).toBe('too-large')
    expect(textOf('A'.repeat(100_000))).toBe('too-large')
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => typeof decodeStoreBody(bytes, 100) === 'object'))
  })
})

describe('parseSentJson()', () => {
  it('reads bare NaN and Infinity as null, and leaves strings alone', () => {
    const text = '{"a":NaN,"b":[-Infinity,Infinity],"c":"NaN \\" Infinity","NaN":1}'
    expect(parseSentJson(Buffer.from(text))).toEqual({
      kind: 'json',
      value: { a: null, b: [null, null], c: 'NaN " Infinity', NaN: 1 },
    })
  })

  it('says what is wrong with broken JSON', () => {
    expect(parseSentJson(Buffer.from('{"a":'))).toMatchObject({
      kind: 'invalid',
      detail: expect.stringContaining('JSON'),
    })
  })

  it('reads ten thousand levels of nesting', () => {
    expect(parseSentJson(Buffer.from('['.repeat(10_000) + ']'.repeat(10_000))).kind).toBe('json')
  })
})

describe('rewriteBareNumbers()', () => {
  it('changes no valid JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => rewriteBareNumbers(text) === text))
  })

  it('changes nothing inside strings', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        const text = `[${JSON.stringify(`NaN${word}Infinity`)},NaN]`
        expect(JSON.parse(rewriteBareNumbers(text))).toEqual([`NaN${word}Infinity`, null])
      }),
    )
  })

  it('is linear: a megabyte takes a moment, not minutes', () => {
    const text = `["${'NaN\\"'.repeat(200_000)}",NaN`
    const start = performance.now()
    rewriteBareNumbers(text)
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
