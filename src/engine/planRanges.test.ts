import fc from 'fast-check'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../core/hash/index.ts'
import { keyedHash } from '../core/sampling/order.ts'
import type { Cell, ClaimArm, ClaimKind, ClaimSpec, Observation, Role, Task } from '../core/types/index.ts'
import { decide } from './decide.ts'
import { fakeDeps, fakeTask, flipKind, flipSpec, observe, scoreKind, WORDINGS } from './fakes.testing.ts'
import { askRange, cutPlan, type PlanRange } from './planRanges.ts'
import type { Elsewhere, Side } from './planUnits.ts'
import type { DecideDeps, Decision } from './ports.ts'

/** A kind of claim with a specification, and the parts of its data that the others do not have. */
interface Form {
  readonly spec: ClaimSpec
  readonly kind: ClaimKind
  readonly part?: (task: Task) => Partial<DecideDeps>
}

const role = (name: string, pool: readonly string[], more: Partial<Role> = {}): Role => ({
  name,
  pool,
  draw: pool.length,
  trials: 1,
  side: 'candidate',
  ...more,
})
const arms = WORDINGS.slice(0, 4).map((id) => role(`instruction ${id}`, [id]))
const pairs = arms.flatMap((a) =>
  arms.filter((b) => b !== a).map((b) => ({ name: `${a.name} over ${b.name}`, roles: [a.name, b.name] })),
)
const worst = flipSpec({
  kind: 'arms',
  limit: 0.6,
  sense: 'at least',
  roles: arms,
  arms: arms.map(({ name }) => ({ name, roles: [name] })),
})
const armKind: ClaimKind = {
  ...scoreKind,
  name: 'arms',
  value: (evidence, _same, _options, arm?: ClaimArm) => {
    const [a, b] = arm!.roles.map((name) => ends(evidence[name]!.candidate))
    return b ? { least: a!.least - b.most, most: a!.most - b.least } : a!
  },
}
const least: ClaimKind = { ...scoreKind, name: 'robust', value: (evidence) => ends(evidence['asked']!.candidate) }

/** The least score of some cells, where an error may be either. */
function ends(cells: readonly Observation[]) {
  const end = (unknown: number) => Math.min(...cells.map((cell) => (cell.outcome === 'error' ? unknown : cell.score)))
  return { least: end(0), most: end(1) }
}

const drawn = [role('canonical', ['w0']), role('paraphrase', WORDINGS.slice(1), { draw: 2 })]
const otherTask = (count: number): Task => ({
  ...fakeTask(count),
  name: 'other',
  hash: 'other-hash',
  examples: fakeTask(count).examples.map((one) => Object.assign({}, one, { id: `o${one.id}`, group: `h${one.group}` })),
})
const FORMS: Readonly<Record<string, Form>> = {
  flips: { spec: flipSpec({ limit: 0.1 }), kind: flipKind },
  'negated flips of two wordings': {
    spec: flipSpec({ limit: 0.1, sense: 'at least', negated: true, roles: drawn }),
    kind: flipKind,
  },
  'trials of one wording': {
    spec: flipSpec({ roles: [drawn[0]!, role('paraphrase', ['w1'], { trials: 3 })] }),
    kind: flipKind,
  },
  'worst wording': { spec: worst, kind: armKind },
  'worst wording, negated': { spec: { ...worst, sense: 'at most', negated: true }, kind: armKind },
  spread: { spec: flipSpec({ kind: 'arms', range: [-1, 1], limit: 0.2, roles: arms, arms: pairs }), kind: armKind },
  'robust accuracy': {
    spec: flipSpec({
      kind: 'robust',
      limit: 0.5,
      sense: 'at least',
      roles: [role('asked', WORDINGS, { chained: true })],
    }),
    kind: least,
  },
  regression: {
    spec: flipSpec({
      kind: 'score',
      range: [-1, 1],
      limit: -0.1,
      sense: 'at least',
      roles: [role('asked', WORDINGS, { draw: 2, side: 'both' })],
    }),
    kind: scoreKind,
  },
  'two tasks': {
    spec: flipSpec({
      kind: 'two',
      range: [-1, 1],
      limit: 0.1,
      roles: [...drawn, ...drawn.map((one) => ({ ...one, name: `other ${one.name}`, task: 'other' }))],
      other: { task: 'other', taskHash: 'other-hash' },
    }),
    kind: {
      ...flipKind,
      name: 'two',
      value: (evidence, same, options) => {
        const pick = (name: string) => (evidence[name] ?? evidence[`other ${name}`])!
        return flipKind.value({ canonical: pick('canonical'), paraphrase: pick('paraphrase') }, same, options)
      },
    },
    part: (task) => {
      const second = otherTask(Math.ceil(task.examples.length * 0.8))
      return { other: { task: second, order: second.examples.map(({ group }) => group).toReversed() } }
    },
  },
  'instructions in general': {
    spec: flipSpec({
      population: 'instructions',
      limit: 0.4,
      roles: [drawn[0]!, role('paraphrase', WORDINGS.slice(1))],
    }),
    kind: flipKind,
    part: (task) => ({
      byTemplate: {
        order: WORDINGS.slice(1).toReversed(),
        groups: new Map(WORDINGS.slice(1).map((id, at) => [id, task.examples.slice(at, at + 3).map((one) => one.id)])),
      },
    }),
  },
}

const keyOf = (side: Side, { example, variant, trial }: Cell, elsewhere?: Elsewhere): string =>
  `${side}/${elsewhere?.task ?? ''}/${example}/${variant}/${trial}`

interface Data {
  readonly seed: number
  readonly examples: number
  readonly perGroup: number
  readonly wrong: number
  readonly broken: number
  readonly lost: number
  readonly maxCells: number
}

/** A model that answers each cell in one way, some never, and in an order of its own. */
function modelOf({ seed, wrong, broken, lost }: Data): DecideDeps['ask'] {
  const hash = keyedHash(String(seed))
  return async (side, cell, _signal, elsewhere) => {
    const key = keyOf(side, cell, elsewhere)
    for (let turns = Math.floor(hash(`pace ${key}`) * 4); turns > 2; turns--) await setImmediate()
    const chance = hash(key)
    if (chance < lost) return null
    if (chance < lost + broken) return { ...placed(observe(cell, '', 'error'), elsewhere), reason: 'HTTP 500' }
    return placed(observe(cell, hash(`answer ${key}`) < wrong && cell.variant !== 'w0' ? 'no' : 'yes'), elsewhere)
  }
}

function placed(observation: Observation, elsewhere?: Elsewhere): Observation {
  if (elsewhere?.task === undefined) return observation
  return { ...observation, task: elsewhere.task, group: `h${observation.group.slice(2)}` }
}

/** What a shard leaves behind: answers as they came, and at its end the cells that ended in an error. */
interface Shard {
  readonly journal: Map<string, Observation>
  readonly errors: Map<string, Observation>
}

/** Asks through a shard's journal; throws at the call after the last one that it makes. */
function journaled(model: DecideDeps['ask'], { journal, errors }: Shard, calls = Infinity): DecideDeps['ask'] {
  let left = calls
  return async (side, cell, signal, elsewhere) => {
    const key = keyOf(side, cell, elsewhere)
    const known = journal.get(key)
    if (known !== undefined) return known
    if (left-- <= 0) throw new Error('killed')
    const observation = await model(side, cell, signal, elsewhere)
    if (observation?.outcome === 'error') errors.set(key, observation)
    else if (observation !== null) journal.set(key, observation)
    return observation
  }
}

async function runShard(form: Form, deps: DecideDeps, index: number, count: number): Promise<void> {
  const range = cutPlan(form.spec, deps, count)[index]!
  if (index > 0) await askRange(form.spec, deps, range)
  else await decide(form.spec, { ...deps, upTo: range.to })
}

/** Decides on what the shards left; what follows a verdict (a repeat of a canonical prompt) is asked. */
function merge({ spec }: Form, deps: DecideDeps, shards: readonly Shard[]): Promise<Decision> {
  const trials = Math.max(...spec.roles.map((one) => one.trials))
  const errors = new Map(shards.flatMap((shard) => [...shard.errors]))
  return decide(spec, {
    ...deps,
    ask: async (side, cell, signal, elsewhere) => {
      if (cell.trial >= trials) return deps.ask(side, cell, signal, elsewhere)
      const key = keyOf(side, cell, elsewhere)
      const answer = shards.reduce<Observation | undefined>(
        (found, { journal }) => found ?? journal.get(key),
        undefined,
      )
      return answer ?? errors.get(key) ?? null
    },
  })
}

const data = fc.record({
  seed: fc.nat(),
  examples: fc.integer({ min: 1, max: 120 }),
  perGroup: fc.integer({ min: 1, max: 3 }),
  wrong: fc.double({ min: 0, max: 0.6, noNaN: true }),
  broken: fc.constantFrom(0, 0, 0.03),
  lost: fc.constantFrom(0, 0, 0.001),
  maxCells: fc.constantFrom(1e6, 1e6, 300, 40),
})

function depsOf(form: Form, given: Data, ask: DecideDeps['ask'], concurrency: number): DecideDeps {
  const task = fakeTask(given.examples, given.perGroup)
  return fakeDeps(ask, 0, {
    task,
    kind: form.kind,
    maxCells: given.maxCells,
    claims: 2,
    concurrency,
    ...form.part?.(task),
  })
}

const bytesOf = ({ result, observations }: Decision): string =>
  canonicalJson({ result, observations: [...observations] })

/** Says what is odd in a claim that a missing range left open: it must rest on the whole run's evidence up to a unit of that range. */
function oddIn(
  { result, observations }: Decision,
  { whole, range }: { readonly whole: Decision; readonly range: PlanRange },
): string[] {
  const { verdict, stopped, units, order } = result
  const before = canonicalJson([...whole.observations].slice(0, observations.length))
  return [
    ...(verdict === 'inconclusive' && stopped === 'missing' ? [] : [`${verdict}, ${stopped}`]),
    ...(canonicalJson(order) === canonicalJson(whole.result.order.slice(0, units)) ? [] : ['other units']),
    ...(canonicalJson([...observations]) === before ? [] : ['other cells']),
    ...(range.from <= units && units < range.to ? [] : [`stopped at unit ${units}`]),
  ]
}

const concurrencies = fc.constantFrom(1, 3, 8, 32)

describe.each(Object.entries(FORMS))('%s', { timeout: 120_000 }, (_, form) => {
  test('ranges cover the plan, in order and without gaps', () => {
    fc.assert(
      fc.property(data, fc.integer({ min: 1, max: 6 }), (given, count) => {
        const ranges = cutPlan(form.spec, depsOf(form, given, modelOf(given), 1), count)
        expect(ranges).toHaveLength(count)
        expect(ranges[0]!.from).toBe(0)
        for (const [at, { from, to }] of ranges.entries()) {
          expect(from).toBe(ranges[at - 1]?.to ?? 0)
          expect(to).toBeGreaterThanOrEqual(from)
        }
      }),
    )
  })

  test('merged evidence is that of the whole run, byte for byte, whatever the cut and the order of completion', async () => {
    await fc.assert(
      fc.asyncProperty(
        data,
        fc.integer({ min: 1, max: 6 }),
        concurrencies,
        concurrencies,
        async (given, count, one, other) => {
          const model = modelOf(given)
          const whole = await decide(form.spec, depsOf(form, given, model, one))
          const shards = await Promise.all(
            Array.from({ length: count }, async (__, index): Promise<Shard> => {
              const shard: Shard = { journal: new Map(), errors: new Map() }
              await runShard(form, depsOf(form, given, journaled(model, shard), other), index, count)
              return shard
            }),
          )
          expect(bytesOf(await merge(form, depsOf(form, given, model, other), shards))).toBe(bytesOf(whole))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a shard that died leaves the verdict that falls before its gap, or an open claim; its rerun ends it', async () => {
    const dying = fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      dies: fc.nat({ max: 3 }),
      calls: fc.nat({ max: 150 }),
    })
    await fc.assert(
      fc.asyncProperty(data, dying, concurrencies, async (given, { count, dies, calls }, concurrency) => {
        const model = modelOf(given)
        const dead = dies % count
        const whole = await decide(form.spec, depsOf(form, given, model, 1))
        const shards: Shard[] = Array.from({ length: count }, () => ({ journal: new Map(), errors: new Map() }))
        const run = async (index: number, most?: number) => {
          const shard = shards[index]!
          await runShard(form, depsOf(form, given, journaled(model, shard, most), concurrency), index, count)
        }
        for (const index of shards.keys())
          await run(index, index === dead ? calls : undefined).catch((error: Error) => {
            if (error.message !== 'killed') throw error
            shards[index]!.errors.clear()
          })
        const merged = await merge(form, depsOf(form, given, model, concurrency), shards)
        const range = cutPlan(form.spec, depsOf(form, given, model, 1), count)[dead]!
        const isWhole = bytesOf(merged) === bytesOf(whole)
        expect(isWhole ? [] : oddIn(merged, { whole, range })).toEqual([])
        await run(dead)
        expect(bytesOf(await merge(form, depsOf(form, given, model, concurrency), shards))).toBe(bytesOf(whole))
      }),
      { numRuns: 40 },
    )
  })
})
