import { sha256 } from '../hash/index.ts'

/**
 * A function from texts to numbers in [0, 1) with 53 random-looking bits, different for every key: orders and draws are
 * sorted by it. The key goes through sha256; each text then costs two rounds of 32-bit mixing (MurmurHash3's finalizer),
 * because a draw hashes every variant of every example.
 */
export function keyedHash(key: string): (text: string) => number {
  const digest = sha256(key)
  const seeds = [0, 8, 16, 24].map((at) => Number.parseInt(digest.slice(at, at + 8), 16))
  const [a, b, c, d] = seeds as [number, number, number, number]
  return (text) => {
    let high = a
    let low = b
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      high = Math.imul(high ^ code, 0x9e3779b1)
      high ^= high >>> 15
      low = Math.imul(low ^ code, 0x85ebca6b)
      low ^= low >>> 13
    }
    high = mix(high ^ c ^ text.length)
    low = mix(low ^ d ^ high)
    return ((high >>> 0) * 0x200000 + (low >>> 11)) / 0x20000000000000
  }
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
