/**
 * Returns the SHA-256 of a text (as UTF-8) in base64. Written here because content security policies need it at once
 * and `crypto.subtle`, all that every runtime has, is asynchronous. For texts of our own, not for secrets.
 * Source: FIPS 180-4, section 6.2.
 */
export function sha256(text: string): string {
  const state = [...initialState]
  const words = new Int32Array(64)
  const blocks = padded(new TextEncoder().encode(text))
  for (let start = 0; start < blocks.byteLength; start += 64) {
    for (let i = 0; i < 16; i++) words[i] = blocks.getInt32(start + i * 4)
    compress(state, words)
  }
  let bytes = ''
  for (const word of state)
    for (let shift = 24; shift >= 0; shift -= 8) bytes += String.fromCharCode((word >>> shift) & 255)
  return btoa(bytes)
}

/** The message with a one bit, zeros, and its length in bits, a multiple of 64 bytes. */
function padded(message: Uint8Array): DataView {
  const bytes = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  bytes.set(message)
  bytes[message.length] = 0x80
  const view = new DataView(bytes.buffer)
  view.setBigUint64(bytes.length - 8, BigInt(message.length) * 8n)
  return view
}

function compress(state: number[], words: Int32Array): void {
  const at = (index: number): number => words[index] ?? 0
  for (let i = 16; i < 64; i++) {
    const a = at(i - 15)
    const b = at(i - 2)
    const small0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
    const small1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
    words[i] = at(i - 16) + small0 + at(i - 7) + small1
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  for (let i = 0; i < 64; i++) {
    const big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (roundConstants[i] ?? 0) + at(i)) | 0
    const big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries())
    state[index] = ((state[index] ?? 0) + value) | 0
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

const primes: readonly number[] = Array.from({ length: 312 }, (_, n) => n).filter(isPrime)

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const roundConstants: readonly number[] = primes.slice(0, 64).map((prime) => fraction(Math.cbrt(prime)))

/** The same of the square roots of the first eight. */
const initialState: readonly number[] = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)))

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false
  return n > 1
}

function fraction(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0
}
