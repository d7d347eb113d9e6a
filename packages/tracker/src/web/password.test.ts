import { expect, it } from 'vitest'
import { hashPassword, passwordProblem, verifyPassword } from './password.ts'

it('verifies what it hashed and nothing else', async () => {
  const hash = await hashPassword('correct horse')
  expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(await verifyPassword('correct horse', hash)).toBe(true)
  expect(await verifyPassword('correct horsE', hash)).toBe(false)
})

it('takes a password typed on another keyboard for the same', async () => {
  expect(await verifyPassword('caf\u0065\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true)
})

it.each([
  undefined,
  '',
  'scrypt',
  'scrypt$0$0$0$x$y',
  'bcrypt$1$2$3$4$5',
  `scrypt$32768$8$3$aaaa$${'a'.repeat(20)}`,
])('never accepts the hash %j', async (hash) => {
  expect(await verifyPassword('', hash)).toBe(false)
})

it('verifies hashes of a lower cost, which older releases may have made', async () => {
  const hash = 'scrypt$1024$8$1$c2FsdHNhbHRzYWx0c2FsdA$2gV1Saq1veWCmUrAr3eg1d3SuEa-b__BbFvqkR85zk4'
  expect(await verifyPassword('old password', hash)).toBe(true)
})

it('wants ten characters and no more than it can hash in bounded time', () => {
  expect(passwordProblem('123456789')).toContain('10')
  expect(passwordProblem('1234567890')).toBeUndefined()
  expect(passwordProblem('x'.repeat(1025))).toContain('1024')
})
