import { clopperPearson, mcnemarExact } from '../statistics/index.ts'
import type { ClaimResult, Comparison, ExampleName, LossCount, ManifestClaim, SourceChange } from '../types/index.ts'
import type { Pair, Whereabouts } from './comparedRelease.ts'

/** The differences from the accepted release. */

/** The data that a comparison is made from. */
export interface Compared {
  readonly manifest: readonly ManifestClaim[]
  readonly claims: readonly ClaimResult[]
  /** It is iterated twice. */
  readonly pairs: Iterable<Pair>
  /** Task -> what its cells can be sorted by. */
  readonly where: Readonly<Record<string, Whereabouts>>
  /** `true` where the number of pairs was fixed before the data: a gate's is not, so it gets no fixed-size test. */
  readonly fixed: boolean
}

/**
 * Lists what differs from the accepted release: claims that newly fail or pass, claims whose intervals moved apart, the
 * regression claims with their differences, examples that broke or were repaired, and the parts that lost. It decides
 * nothing.
 */
export function compareWithBaseline({ manifest, claims, pairs, where, fixed }: Compared): Comparison {
  const before = new Map(manifest.map((claim) => [claim.id, claim]))
  const both = claims.flatMap((now) => {
    const past = before.get(now.waived?.of ?? now.id)
    return past?.verdict === undefined ? [] : [{ now, past }]
  })
  const turned = (to: 'pass' | 'fail') =>
    both.filter(({ now, past }) => now.verdict === to && past.verdict !== to).map(({ now }) => now.title)
  return {
    newlyFailing: turned('fail'),
    newlyPassing: turned('pass'),
    moved: both.flatMap(({ now, past }) => {
      const { interval } = past
      if (interval === undefined || now.verdict === 'not applicable' || past.verdict === 'not applicable') return []
      const apart = interval[1] < now.interval[0] || now.interval[1] < interval[0]
      return apart ? [{ title: now.title, before: interval, now: now.interval }] : []
    }),
    differences: claims.flatMap(({ title, verdict, estimate, interval, spec }) =>
      verdict === 'not applicable' || !spec.roles.some(({ side }) => side === 'both')
        ? []
        : [{ title, verdict, estimate, interval }],
    ),
    ...changedExamples(pairs, fixed),
    ...losses(pairs, where),
  }
}

/** Examples that went all the way from right to wrong, or back. */
export interface ChangedExamples {
  /** Examples with a cell of both releases. */
  readonly examples: number
  readonly broken: readonly ExampleName[]
  readonly mended: readonly ExampleName[]
  readonly sources: SourceChange
}

/**
 * Finds the examples that are broken: right (score 1) in every shared cell before and wrong (below 1) in every one now;
 * `mended` are those of which the reverse is true. Examples of one source are not independent, so the test counts sources:
 * those in which more examples became wrong than right against those in which more became right. An unchanged release makes
 * either equally likely, which is the exact sign test. With `fixed` false the data stopped where they looked decisive: no
 * fixed-size test holds, so its p-value is `null`.
 */
export function changedExamples(pairs: Iterable<Pair>, fixed: boolean): ChangedExamples {
  const tasks = new Map<string, Map<string, Change>>()
  for (const { task, example, group, before, now } of pairs) {
    const examples = tasks.get(task) ?? new Map<string, Change>()
    tasks.set(task, examples)
    const known = examples.get(example) ?? { group, broke: true, mended: true }
    known.broke &&= before === 1 && now < 1
    known.mended &&= before < 1 && now === 1
    examples.set(example, known)
  }
  const broken: ExampleName[] = []
  const mended: ExampleName[] = []
  const [compared, counts] = [
    { examples: 0, sources: 0 },
    { worse: 0, better: 0 },
  ]
  for (const [task, examples] of tasks) {
    const net = new Map<string, number>()
    for (const [example, { group, broke, mended: mends }] of examples) {
      const change = broke ? -1 : mends ? 1 : 0
      if (change !== 0) (change < 0 ? broken : mended).push({ task, example })
      net.set(group, (net.get(group) ?? 0) + change)
    }
    for (const change of net.values()) {
      if (change < 0) counts.worse++
      if (change > 0) counts.better++
    }
    compared.examples += examples.size
    compared.sources += net.size
  }
  const { worse, better } = counts
  return {
    examples: compared.examples,
    broken: broken.toSorted(compare),
    mended: mended.toSorted(compare),
    sources: { compared: compared.sources, worse, better, pValue: fixed ? mcnemarExact(better, worse) : null },
  }
}

/** An example with what all of its pairs so far have in common. */
interface Change {
  readonly group: string
  broke: boolean
  mended: boolean
}

function compare(a: ExampleName, b: ExampleName): number {
  if (a.task !== b.task) return a.task < b.task ? -1 : 1
  return a.example < b.example ? -1 : Number(a.example > b.example)
}

/** Parts that are looked at, and those of them that lost more than they gained. */
export interface Losses {
  readonly parts: number
  readonly losses: readonly LossCount[]
}

/** Parts that are shown: more are no help to a reader. */
const MOST_PARTS = 12

/** A gold answer that few sources share is no label but a span of text. */
const FEWEST_SOURCES = 5

/**
 * Finds the wording families, labels and slices that lost more sources than they gained, the surest losses first. A source
 * is lost where the candidate's mean score over its shared cells of the part is lower, gained where it is higher. The
 * result is exploratory: the parts were not named before the data (`parts` says how many were looked at), and a gate stops
 * early.
 */
export function losses(pairs: Iterable<Pair>, where: Readonly<Record<string, Whereabouts>>): Losses {
  const parts: Part[] = []
  const places = new Map<string, Map<string, Map<string, Part>>>()
  const add = (by: string, { task, group, before, now }: Pair, name: string): void => {
    const part = within(within(places, by), task).get(name) ?? { by, task, name, change: new Map<string, number>() }
    if (part.change.size === 0) {
      parts.push(part)
      within(within(places, by), task).set(name, part)
    }
    part.change.set(group, (part.change.get(group) ?? 0) + now - before)
  }
  for (const pair of pairs) {
    const known = where[pair.task]
    const family = known?.families[pair.variant]
    if (family !== undefined) add('family', pair, family)
    if (pair.gold !== '') add('label', pair, pair.gold)
    for (const [slice, name] of Object.entries(known?.slices[pair.example] ?? {})) add(`slice ${slice}`, pair, name)
  }
  const looked = parts.filter(({ by, change }) => by !== 'label' || change.size >= FEWEST_SOURCES)
  return {
    parts: looked.length,
    losses: looked
      .map(countOf)
      .filter(({ lost, gained }) => lost > gained)
      .toSorted((a, b) => b.interval[0] - a.interval[0] || (nameOf(a) < nameOf(b) ? -1 : 1))
      .slice(0, MOST_PARTS),
  }
}

/**
 * Returns the map under a name, made where there is none. A text for each cell, to look one map up by, would be most of the
 * work.
 */
function within<Value>(maps: Map<string, Map<string, Value>>, name: string): Map<string, Value> {
  const known = maps.get(name) ?? new Map<string, Value>()
  maps.set(name, known)
  return known
}

interface Part {
  readonly by: string
  readonly task: string
  readonly name: string
  /** Source -> the sum of the differences of its cells. */
  readonly change: Map<string, number>
}

/** Sums of scores that are equal but for rounding are equal. */
const ROUNDING = 1e-9

function countOf({ by, task, name, change }: Part): LossCount {
  const lost = change.values().reduce((count, sum) => count + (sum < -ROUNDING ? 1 : 0), 0)
  const gained = change.values().reduce((count, sum) => count + (sum > ROUNDING ? 1 : 0), 0)
  const interval: readonly [number, number] = lost + gained === 0 ? [0, 1] : clopperPearson(lost, lost + gained, 0.95)
  return { by, task, name, sources: change.size, lost, gained, interval }
}

function nameOf({ by, task, name }: LossCount): string {
  return JSON.stringify([by, task, name])
}
