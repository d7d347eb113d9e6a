import { expect, it } from 'vitest'
import { createSignInCode, hashSignInCode } from './sign-in-code.ts'

it('makes codes of 16 letters that cannot be taken for one another', () => {
  const code = createSignInCode((length) => crypto.getRandomValues(new Uint8Array(length)))
  expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){3}$/)
})

it('throws away bytes that would make some letters likelier', () => {
  let call = 0
  const code = createSignInCode((length) => new Uint8Array(length).fill(call++ === 0 ? 255 : 29))
  expect(code).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
})

it('does not mind case, blanks and dashes', () => {
  expect(hashSignInCode(' abcd efgh ')).toBe(hashSignInCode('ABCD-EFGH'))
  expect(hashSignInCode('ABCD-EFGJ')).not.toBe(hashSignInCode('ABCD-EFGH'))
})
