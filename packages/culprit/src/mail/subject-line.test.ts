import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxSubject, oneLine, subjectLine } from './subject-line.ts'

describe('subjectLine', () => {
  it('3.3.10 is [app env] title, with the count of a digest', () => {
    const parts = { application: 'shop', environment: 'production', title: 'KeyError: lamp' }
    expect(subjectLine(parts)).toBe('[shop production] KeyError: lamp')
    expect(subjectLine({ ...parts, count: 12 })).toBe('[shop production] KeyError: lamp (x12)')
    expect(subjectLine({ title: 'KeyError' })).toBe('KeyError')
    expect(subjectLine({ application: 'shop', title: 'KeyError' })).toBe('[shop] KeyError')
  })

  it('3.3.10 cannot be made to add a header', () => {
    expect(subjectLine({ title: 'x\r\nBcc: all@x.test\r\n\r\nbody' })).toBe('x Bcc: all@x.test body')
  })

  it('3.3.10 is one well-formed line of at most 120 characters and keeps its count, whatever it is made of', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 })
    fc.assert(
      fc.property(text, text, text, fc.nat(), (application, environment, title, count) => {
        const subject = subjectLine({ application, environment, title, count })
        expect(subject.length).toBeLessThanOrEqual(maxSubject)
        expect(subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        expect(subject.isWellFormed()).toBe(true)
        expect(subject.endsWith(` (x${count})`)).toBe(true)
      }),
    )
  })

  it('oneLine hides no text and reverses none', () => {
    expect(oneLine('a\u202eb\u200bc', 50)).toBe('a\ufffdb\ufffdc')
  })
})
