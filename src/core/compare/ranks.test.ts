import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../statistics/index.ts'
import type { ComparedCell, ComparedRelease } from './comparedRelease.ts'
import { compareReleases } from './compareReleases.ts'
import { rankReleases } from './ranks.ts'

const VARIANTS = ['p1', 'p2', 'q1']
const FAMILIES = { p1: 'polite', p2: 'polite', q1: 'question' }

/** A release that answers each cell of 60 sources, two examples each, right or wrong as `score` says. */
function release(
  name: string,
  score: (source: number, variant: string, example: number) => number,
  more: Partial<ComparedRelease> = {},
): ComparedRelease {
  const cells = Array.from({ length: 60 }, (_, source) =>
    [0, 1].flatMap((example) =>
      VARIANTS.map((variant): ComparedCell => {
        const id = `s${source}-${example}`
        return {
          task: 't',
          example: id,
          group: `s${source}`,
          variant,
          trial: 0,
          score: score(source, variant, example),
          gold: 'x',
        }
      }),
    ),
  ).flat()
  const where = { t: { families: FAMILIES, slices: {} } }
  return { name, from: 'measure run', tasks: { t: null }, claims: [], measured: [], cells, without: 0, where, ...more }
}
const good = release('good', (source) => (source % 10 === 0 ? 0 : 1))
const same = release('same', (source) => (source % 10 === 1 ? 0 : 1))
const bad = release('bad', (source) => (source % 2 === 0 ? 0 : 1))
/** As good as the best on one family, as bad as the worst on the other. */
const mixed = release('mixed', (source, variant) =>
  variant === 'q1' && source % 2 === 0 ? 0 : source % 10 === 0 ? 0 : 1,
)

describe('ranks', () => {
  test('name what is established on each part, and what is open', () => {
    const { parts, pairs } = rankReleases([bad, good, same])!
    expect(parts.map(({ part, over }) => [part, over])).toEqual([
      ['', 'sources'],
      ['family polite', 'sources'],
      ['family question', 'sources'],
    ])
    expect(parts[0]!.ranks).toEqual([
      { release: 1, best: 1, worst: 2, above: [0], open: [2] },
      { release: 2, best: 1, worst: 2, above: [0], open: [1] },
      { release: 0, best: 3, worst: 3, above: [], open: [] },
    ])
    expect(pairs).toHaveLength(9)
    // 24 of 60 sources are worse and none better: 2 × 0.5^24, exactly, times the pairs that are left.
    const pair = pairs.find(({ part, before, now }) => part === '' && before === 0 && now === 1)
    expect(pair).toMatchObject({ units: 60, above: 24, below: 0, estimate: expect.closeTo(0.4, 12) })
    expect(pair!.pValue).toBeCloseTo(2 * 0.5 ** 24, 12)
  })

  test('differ by family where releases do', () => {
    const { parts } = rankReleases([good, mixed])!
    const above = (part: string) => parts.find((one) => one.part === part)!.ranks.map(({ above: own }) => own.length)
    expect(above('family polite')).toEqual([0, 0])
    expect(above('family question')).toEqual([1, 0])
  })

  test('of two have the interval of the paired difference, which is computed once', () => {
    const { differences = [], ranking } = compareReleases([bad, good])
    const whole = ranking!.pairs.find(({ part }) => part === '')
    expect(whole!.interval).toEqual(differences[0]!.interval)
    expect(whole!.estimate).toBeCloseTo(differences[0]!.estimate, 12)
  })

  test("leave out a gate's run, which stopped where its data said", () => {
    const gate = release('gate', () => 1, { from: 'gate run' })
    expect(rankReleases([gate, good])).toBeNull()
    const { parts } = rankReleases([gate, good, bad])!
    expect(parts[0]!.ranks.map(({ release: place }) => place)).toEqual([1, 2])
  })

  test('take the sources of a baseline, which keeps none, from a release that knows them', () => {
    const cells = good.cells.map((cell) => Object.assign({}, cell, { group: cell.example, gold: null }))
    const baseline = { ...good, name: 'baseline', from: 'baseline' as const, cells }
    expect(rankReleases([bad, baseline])!.pairs[0]!.units).toBe(60)
    expect(rankReleases([baseline, bad])!.pairs[0]!.units).toBe(60)
  })

  test('of six equal releases are hardly ever established', () => {
    const random = seededRandom(7)
    let wrong = 0
    for (let run = 0; run < 20; run++) {
      const equal = Array.from({ length: 6 }, (_, at) =>
        release(`r${at}`, () => (random() < 0.7 ? 1 : 0), { where: {} }),
      )
      if (rankReleases(equal)!.pairs.some(({ isEstablished }) => isEstablished)) wrong++
    }
    expect(wrong).toBeLessThanOrEqual(3)
  })
})

/** A release that says which of the variants it has seen; those that it does not name are in no list. */
function tuned(name: string, seen: Readonly<Record<string, boolean>>, score: Parameters<typeof release>[1]) {
  const variants = VARIANTS.map((id) => ({ id, family: FAMILIES[id as keyof typeof FAMILIES], seen: seen[id] ?? null }))
  const plan = { task: 't', variants } as unknown as ComparedRelease['measured'][number]['plan']
  return release(name, score, { measured: [{ plan, slices: [] }] })
}
/** Right under `p1` alone, and wrong there alone: which is better on seen wordings is a matter of which one was seen. */
const onP1 = (_: number, variant: string) => (variant === 'p1' ? 1 : 0)
const offP1 = (_: number, variant: string) => (variant === 'p1' ? 0 : 1)

describe('ranks on seen and unseen instructions', () => {
  test('are over instructions of the kind for both, and say how many', () => {
    const [a, b] = [
      tuned('a', { p1: true, p2: true, q1: false }, onP1),
      tuned('b', { p1: true, p2: false, q1: false }, offP1),
    ]
    const { pairs, omitted } = rankReleases([a, b])!
    const bySeen = pairs.filter(({ part }) => part.endsWith('seen'))
    expect(bySeen.map(({ part, estimate, instructions }) => [part, estimate, instructions])).toEqual([
      ['seen', -1, { compared: 1, left: 1 }],
      ['unseen', 1, { compared: 1, left: 1 }],
    ])
    expect(omitted).toBeUndefined()
  })

  test('are omitted where the lists have nothing in common, and where one release has none', () => {
    const a = tuned('a', { p1: true, p2: true, q1: false }, onP1)
    const other = tuned('b', { p1: false, p2: false, q1: true }, offP1)
    const none = tuned('c', {}, offP1)
    const { pairs, omitted } = rankReleases([a, other, none])!
    expect(pairs.some(({ part }) => part.endsWith('seen'))).toBe(false)
    expect(omitted!.map(({ part, before, now, reason }) => [part, before, now, reason])).toEqual([
      ['seen', 0, 1, 'lists differ'],
      ['unseen', 0, 1, 'lists differ'],
      ['seen', 0, 2, 'no list'],
      ['unseen', 0, 2, 'no list'],
      ['seen', 1, 2, 'no list'],
      ['unseen', 1, 2, 'no list'],
    ])
  })

  test('are the same in any order of the releases', () => {
    const lists = fc.record(Object.fromEntries(VARIANTS.map((id) => [id, fc.constantFrom(true, false)])))
    const scores = fc.constantFrom(
      onP1,
      offP1,
      () => 1,
      () => 0,
    )
    const one = fc.tuple(fc.option(lists, { nil: {} }), scores)
    fc.assert(
      fc.property(
        fc.array(one, { minLength: 2, maxLength: 4 }).chain((drawn) =>
          fc.tuple(
            fc.constant(drawn.map(([seen, score], at) => tuned(`r${at}`, seen, score))),
            fc.shuffledSubarray(
              drawn.map((_, at) => at),
              { minLength: drawn.length },
            ),
          ),
        ),
        ([releases, order]) => {
          expect(found(order.map((at) => releases[at]!))).toEqual(found(releases))
        },
      ),
      { numRuns: 60 },
    )
  })
})

/** What ranks say of each pair, whichever of the two comes first. */
function found(releases: readonly ComparedRelease[]): unknown[] {
  const { pairs, omitted = [] } = rankReleases(releases)!
  const said = pairs.map(({ part, before, now, estimate, isEstablished, instructions, units }) => {
    const [high, low] = estimate >= 0 ? [now, before] : [before, now]
    const names = [releases[high]!.name, releases[low]!.name]
    const who = estimate === 0 ? names.toSorted() : names
    return JSON.stringify([part, who, Math.abs(estimate), isEstablished, instructions, units])
  })
  const left = omitted.map(({ part, before, now, reason }) =>
    JSON.stringify([part, [releases[before]!.name, releases[now]!.name].toSorted(), reason]),
  )
  return [...said, ...left].toSorted()
}
