/**
 * Returns 32 lower-case hex digits for a text: a 128-bit mix in the manner of MurmurHash3 (x86, 128 bits) over
 * its UTF-16 code units. Not cryptographic: whoever sends events could make two of them meet in one issue,
 * which a fingerprint allows anyway. Frozen, since stored hashes depend on it.
 */
export function hash128(text: string): string {
  const length = text.length
  const state = new Int32Array(4)
  let at = 0
  for (; at + 8 <= length; at += 8) mixBlock(state, text, at)
  // The tail is padded with zeros; the length mixed in below keeps texts that differ in trailing zeros apart.
  if (at < length) mixBlock(state, `${text.slice(at)}\0\0\0\0\0\0\0`, 0)
  return finish(state, length)
}

const K0 = 0x239b961b
const K1 = 0xab0e9789 | 0
const K2 = 0x38b34ae5
const K3 = 0xa1e38b93 | 0

function mixBlock(state: Int32Array, text: string, at: number): void {
  let h0 = state[0] ?? 0
  let h1 = state[1] ?? 0
  let h2 = state[2] ?? 0
  let h3 = state[3] ?? 0
  h0 ^= Math.imul(rotate(Math.imul(word(text, at), K0), 15), K1)
  h0 = (Math.imul((rotate(h0, 19) + h1) | 0, 5) + 0x561ccd1b) | 0
  h1 ^= Math.imul(rotate(Math.imul(word(text, at + 2), K1), 16), K2)
  h1 = (Math.imul((rotate(h1, 17) + h2) | 0, 5) + 0x0bcaa747) | 0
  h2 ^= Math.imul(rotate(Math.imul(word(text, at + 4), K2), 17), K3)
  h2 = (Math.imul((rotate(h2, 15) + h3) | 0, 5) + 0x96cd1c35) | 0
  h3 ^= Math.imul(rotate(Math.imul(word(text, at + 6), K3), 18), K0)
  h3 = (Math.imul((rotate(h3, 13) + h0) | 0, 5) + 0x32ac3b17) | 0
  state[0] = h0
  state[1] = h1
  state[2] = h2
  state[3] = h3
}

function word(text: string, at: number): number {
  return text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16)
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by))
}

function finish(state: Int32Array, length: number): string {
  const mixed = spread(state.map((lane) => lane ^ length)).map(avalanche)
  return [...spread(mixed)].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('')
}

/** Lets every lane depend on every other. */
function spread(lanes: Int32Array): Int32Array {
  const [a = 0, b = 0, c = 0, d = 0] = lanes
  const sum = (a + b + c + d) | 0
  return Int32Array.of(sum, b + sum, c + sum, d + sum)
}

function avalanche(lane: number): number {
  let h = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
