import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimName, parseClaimName, parseSpoolName, spoolName } from './spool-name.ts'

const mail = fc.record({
  createdAt: fc.integer({ min: 0, max: 1e14 }),
  notBefore: fc.integer({ min: 0, max: 1e14 }),
  attempts: fc.nat(999_999),
  bytes: fc.nat(1e9),
  id: fc.stringMatching(/^[0-9a-f]{16}$/),
})
const claim = fc.record({
  host: fc.stringMatching(/^[0-9a-f]{8}$/),
  pid: fc.nat(4_194_304),
  since: fc.integer({ min: 0, max: 1e14 }),
})

describe('names in the spool', () => {
  it('can be read back', () => {
    fc.assert(
      fc.property(mail, claim, (one, who) => {
        expect(parseSpoolName(spoolName(one))).toEqual(one)
        expect(parseClaimName(claimName(one, who))).toEqual({ file: one, claim: who })
      }),
    )
  })

  it('of one spool are nothing to a spool of another kind', () => {
    fc.assert(
      fc.property(mail, (one) => {
        expect(parseSpoolName(spoolName(one, 'event'), 'event')).toEqual(one)
        expect(parseSpoolName(spoolName(one, 'event'))).toBeUndefined()
        expect(parseSpoolName(spoolName(one), 'event')).toBeUndefined()
      }),
    )
  })

  it('are ours or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseSpoolName(text)).toBeUndefined()
        expect(parseSpoolName(text, 'event')).toBeUndefined()
        expect(parseClaimName(text)).toBeUndefined()
      }),
    )
  })
})
