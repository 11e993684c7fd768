import { sha256 } from '../hash/index.ts'
import type { ReleaseInfo } from '../types/index.ts'

/** The facts that the order of groups depends on. */
export interface OrderKey {
  readonly seed: string | number
  readonly taskHash: string
  /**
   * The id of the candidate: another release meets the examples in another order, so that no few examples are shown to
   * every release first.
   */
  readonly candidate: string
}

/**
 * Returns the groups in plan order: a permutation that depends on the key alone, not on the order in which they are given.
 */
export function orderGroups(groups: readonly string[], key: OrderKey): string[] {
  return sortByHash([...new Set(groups)], JSON.stringify(['order', key.seed, key.taskHash, key.candidate]))
}

/**
 * Returns `name@revision`, or `name@model` without an immutable revision: orders of examples and attempts are derived from
 * it.
 */
export function candidateId({ name, model, revision }: Pick<ReleaseInfo, 'name' | 'model' | 'revision'>): string {
  return `${name}@${revision ?? model}`
}

/** The templates in plan order, each with the examples that are asked of it. */
export interface TemplateSample {
  readonly order: readonly string[]
  readonly groups: ReadonlyMap<string, readonly string[]>
}

/**
 * Draws the sample of a claim about instructions in general: a unit is a template with `each` examples, drawn for it alone
 * and independently of the others, so that the values of two templates are independent though the dataset is one. The order
 * of the templates derives from the suite and the candidate, the examples from the suite alone.
 */
export function templateSample(
  templates: readonly string[],
  examples: readonly string[],
  each: number,
  key: OrderKey,
): TemplateSample {
  const order = orderGroups(templates, key)
  const draw = (template: string) =>
    sortByHash(examples, JSON.stringify([key.seed, key.taskHash, 'template', template]))
      .slice(0, each)
      .toSorted()
  return { order, groups: new Map(order.map((template) => [template, draw(template)])) }
}

/** Returns the texts in the order of their hashes under the key: a random-looking permutation that any subset shares. */
export function sortByHash(texts: readonly string[], key: string): string[] {
  // Many claims draw from pools of one.
  if (texts.length < 2) return [...texts]
  return sortBy(texts, keyedHash(key))
}

function sortBy(texts: readonly string[], hash: (text: string) => number): string[] {
  return texts
    .map((text) => ({ text, at: hash(text) }))
    .toSorted((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1))
    .map(({ text }) => text)
}

/** Returns the first `count` texts in the order of `sortByHash`, without sorting the others; `hash` is that of its key. */
export function firstByHash(texts: readonly string[], hash: (text: string) => number, count: number): string[] {
  // Each text is put in its place among the first ones, which takes longer than sorting where these are many.
  if (count > MOST_INSERTED) return sortBy(texts, hash).slice(0, count)
  const first: string[] = []
  const hashes: number[] = []
  for (const text of texts) {
    const at = hash(text)
    let place = first.length
    while (place > 0 && (hashes[place - 1]! > at || (hashes[place - 1] === at && first[place - 1]! > text))) place--
    if (place === count) continue
    first.splice(place, 0, text)
    hashes.splice(place, 0, at)
    if (first.length > count) {
      first.pop()
      hashes.pop()
    }
  }
  return first
}

const MOST_INSERTED = 4

/**
 * Makes a function from texts to numbers in [0, 1) with 53 random-looking bits, different for every key: orders and draws
 * are sorted by it. The key goes through sha256; each text then costs two rounds of 32-bit mixing (MurmurHash3's
 * finalizer), because a draw hashes every variant of every example.
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
