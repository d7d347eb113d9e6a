import { describe, expect, it } from 'vitest'
import { decodeEnvelope } from './decode-envelope.ts'
import { defaultDecoderLimits } from './limits.ts'
import { WireError } from './wire-error.ts'

const utf8 = new TextEncoder()
const id = '9ec79c33ec9942ab8353589fcb2e04dc'

function items(text: string): readonly (readonly [string, string])[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return decodeEnvelope(utf8.encode(text)).items.map(({ header, payload }) => [
    header.type,
    decoder.decode(payload),
  ])
}

function header(fields: unknown): ReturnType<typeof decodeEnvelope>['header'] {
  return decodeEnvelope(utf8.encode(`${JSON.stringify(fields)}\n`)).header
}

describe('decodeEnvelope()', () => {
  const sound: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
    ['an envelope of headers only is valid', '{}', []],
    ['an envelope of headers only may end with a newline', '{}\n', []],
    ['one item with length', '{}\n{"type":"event","length":2}\n{}', [['event', '{}']]],
    ['a newline may follow the last payload', '{}\n{"type":"event","length":2}\n{}\n', [['event', '{}']]],
    [
      'a payload with length may contain newlines',
      '{}\n{"type":"a","length":3}\n1\n2\n{"type":"b"}\n3',
      [
        ['a', '1\n2'],
        ['b', '3'],
      ],
    ],
    [
      'a payload without length runs to the next newline',
      '{}\n{"type":"a"}\n12\n{"type":"b"}\n3\n',
      [
        ['a', '12'],
        ['b', '3'],
      ],
    ],
    ['a payload without length runs to the end', '{}\n{"type":"event"}\n{"a":1}', [['event', '{"a":1}']]],
    [
      'length 0 is honoured',
      '{}\n{"type":"a","length":0}\n\n{"type":"b","length":1}\nx',
      [
        ['a', ''],
        ['b', 'x'],
      ],
    ],
    ['length 0 is honoured at the end', '{}\n{"type":"a","length":0}\n', [['a', '']]],
    ['length 0 is honoured at the end without a newline', '{}\n{"type":"a","length":0}', [['a', '']]],
    [
      'no length and an empty line is an empty payload',
      '{}\n{"type":"a"}\n\n{"type":"b"}\nx',
      [
        ['a', ''],
        ['b', 'x'],
      ],
    ],
    ['an item header at the end is an empty item', '{}\n{"type":"attachment"}', [['attachment', '']]],
    [
      'a carriage return belongs to the payload',
      '{}\n{"type":"attachment","length":10}\n\ufeffHello\r\n',
      [['attachment', '\ufeffHello\r\n']],
    ],
    ['a carriage return belongs to a payload without length', '{}\n{"type":"a"}\nx\r\n', [['a', 'x\r']]],
    [
      'extra blank lines between items are ignored',
      '{}\n\n\n{"type":"a"}\nx\n\r\n \n{"type":"b"}\ny\n\n\n',
      [
        ['a', 'x'],
        ['b', 'y'],
      ],
    ],
    ['length counts bytes, not characters', '{}\n{"type":"a","length":4}\néé\n', [['a', 'éé']]],
    ['length null is no length', '{}\n{"type":"a","length":null}\nxyz\n', [['a', 'xyz']]],
    ['unknown item types pass through', '{}\n{"type":"invented tomorrow"}\nx', [['invented tomorrow', 'x']]],
  ]
  it.each(sound)('A6: %s', (_, text, expected) => {
    expect(items(text)).toEqual(expected)
  })

  const malformed: readonly (readonly [string, string])[] = [
    ['no bytes', ''],
    ['an empty first line', '\n{}'],
    ['a header that is no JSON', 'hello\n'],
    ['a header that is an array', '[]\n'],
    ['a header that is null', 'null\n'],
    ['a header that is text', '"{}"\n'],
    ['an item header that is no object', '{}\n[]\n'],
    ['an item header without type', '{}\n{"length":1}\nx'],
    ['an item header with an empty type', '{}\n{"type":""}\nx'],
    ['an item header with a type that is no text', '{}\n{"type":7}\nx'],
    ['fewer bytes than the length says', '{}\n{"type":"event","length":3}\nab'],
    ['more bytes than the length says', '{}\n{"type":"event","length":3}\nabcd\n'],
    ['a carriage return after the payload', '{}\n{"type":"event","length":3}\nabc\r\n'],
    ['a length that is text', '{}\n{"type":"event","length":"3"}\nabc\n'],
    ['a negative length', '{}\n{"type":"event","length":-1}\n\n'],
    ['a fractional length', '{}\n{"type":"event","length":1.5}\nab\n'],
    ['a length beyond 32 bits', '{}\n{"type":"event","length":4294967296}\nab\n'],
  ]
  it.each(malformed)('A6: %s is malformed', (_, text) => {
    expect(() => items(text)).toThrow(expect.objectContaining({ name: 'WireError', code: 'malformed' }))
  })

  it('A6: bad optional headers are dropped and stay in raw', () => {
    const fields = { event_id: 'nope', dsn: 7, sdk: 'x', sent_at: 'soon', trace: null, future: [1] }
    expect(header(fields)).toEqual({ raw: fields })
  })

  it('A6: the optional headers are read', () => {
    const fields = {
      event_id: '9EC79C33-EC99-42AB-8353-589FCB2E04DC',
      dsn: 'https://k@h/1',
      sdk: { name: 'sentry.javascript.node', version: '11.0.0', packages: [] },
      sent_at: '2026-11-22T17:00:00+00:00',
      trace: { trace_id: id },
    }
    expect(header(fields)).toEqual({
      eventId: id,
      dsn: 'https://k@h/1',
      sdk: { name: 'sentry.javascript.node', version: '11.0.0' },
      sentAt: Date.UTC(2026, 10, 22, 17),
      trace: { trace_id: id },
      raw: fields,
    })
  })

  it('A6: an all-zero event id is no id', () => {
    expect(header({ event_id: '0'.repeat(32) })).not.toHaveProperty('eventId')
  })

  it('A6: of two sent_at the last wins', () => {
    const bytes = utf8.encode('{"sent_at":"2026-01-01T00:00:00Z","sent_at":"2026-01-02T00:00:00Z"}')
    expect(decodeEnvelope(bytes).header.sentAt).toBe(Date.UTC(2026, 0, 2))
  })

  it('reads the optional headers of an item', () => {
    const line =
      '{"type":"attachment","length":1,"content_type":"text/plain","filename":"a.txt","attachment_type":"event.attachment","item_count":3,"platform":"node","x":1}'
    const [item] = decodeEnvelope(utf8.encode(`{}\n${line}\nz`)).items
    expect(item?.header).toEqual({
      type: 'attachment',
      length: 1,
      contentType: 'text/plain',
      filename: 'a.txt',
      attachmentType: 'event.attachment',
      itemCount: 3,
      platform: 'node',
      raw: JSON.parse(line),
    })
  })

  it('does not let a header reach the prototype', () => {
    expect(() => items('{}\n{"__proto__":{"type":"event"}}\nx')).toThrow(WireError)
    expect(header({ dsn: 'x' })).not.toHaveProperty('eventId')
  })

  it('gives payloads as views of the bytes, without copying', () => {
    const bytes = utf8.encode('{}\n{"type":"a"}\nxyz')
    expect(decodeEnvelope(bytes).items[0]?.payload.buffer).toBe(bytes.buffer)
  })

  it('reads a view that does not start at its buffer', () => {
    const bytes = utf8.encode('#####{}\n{"type":"a","length":3}\nxyz\n#').subarray(5, -1)
    expect(decodeEnvelope(bytes).items[0]?.payload).toEqual(utf8.encode('xyz'))
  })

  const tooLarge: readonly (readonly [string, string])[] = [
    ['an envelope', `{}\n{"type":"attachment"}\n${'x'.repeat(180)}`],
    ['an envelope header line', `{"a":"${'x'.repeat(100)}"}\n`],
    ['an item header line', `{}\n{"type":"a","b":"${'x'.repeat(100)}"}\nx`],
    ['an item', `{}\n{"type":"event"}\n${'x'.repeat(11)}\n`],
    ['an item with length', `{}\n{"type":"event","length":11}\n${'x'.repeat(11)}\n`],
    ['the number of items', '{}\n{"type":"a"}\n\n{"type":"a"}\n\n{"type":"a"}\n'],
    ['the number of blanks', `{}\n${'\n'.repeat(101)}`],
  ]
  it.each(tooLarge)('A8: %s beyond its limit is too large', (_, text) => {
    const limits = {
      envelopeBytes: 200,
      headerBytes: 100,
      items: 2,
      itemBytes: (type: string) => (type === 'event' ? 10 : 500),
    }
    expect(() => decodeEnvelope(utf8.encode(text), limits)).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    )
  })

  it('A8: an event of exactly the limit passes, one byte more does not', () => {
    const limit = defaultDecoderLimits.itemBytes('event')
    expect(items(`{}\n{"type":"event"}\n${'x'.repeat(limit)}\n`)).toHaveLength(1)
    expect(() => items(`{}\n{"type":"event"}\n${'x'.repeat(limit + 1)}\n`)).toThrow(
      expect.objectContaining({ code: 'too-large' }),
    )
  })
})
