import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findClaimKind } from '../claims/index.ts'
import { decidedRun } from '../cli/decidedRun.testing.ts'
import { attemptAlpha, attemptOf, claimsAlone, gateVerdict } from '../core/gate/index.ts'
import { candidateId, claimId } from '../core/plan/index.ts'
import { evidenceHash } from '../core/report/index.ts'
import { NO_BASELINE_YET } from '../core/wording/index.ts'
import { clopperPearson } from '../core/statistics/index.ts'
import { taskKinds } from '../core/tasks/index.ts'
import type { ClaimResult, LedgerEntry, Observation, Run, RunAttempt } from '../core/words/index.ts'
import { problems, schemas } from '../schemas/index.ts'
import { samples } from '../schemas/samples.testing.ts'
import { DECIDES_NOTHING } from './decidesNothing.ts'
import type { StoredBaseline } from './readBaseline.ts'
import { verifyRun, type VerifyRunDeps } from './verifyRun.ts'
import type { RunDraft } from './writeRun.ts'

/** A schema as far as it is walked here. */
interface Node {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Node[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly definitions?: Readonly<Record<string, Node>>
}

type Json = Record<string, unknown>

/** One field, altered: its path without places in lists, and the run with it. */
interface Forgery<T> {
  readonly path: string
  readonly forged: T
}

/** A run that is verified, and what it is verified with. */
interface Base {
  readonly run: Run
  readonly observations: readonly Observation[]
  readonly deps: VerifyRunDeps
}

/** That of the package which wrote the runs, and which verifies them. */
const VERSION = '9.9.9'

/** A run of which one claim is waived and one part of the cells lost. */
async function plainRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun()
  const claims = draft.evidence.claims.map((claim): ClaimResult => {
    const of = claimId({ ...claim.spec, limit: 0.5 })
    const waived = { of, limit: 0.5, reason: 'known', owner: 'ann', expires: '2026-12-31' }
    return claim.title.includes('mostly') ? { ...claim, waived } : claim
  })
  const circumstances = draft.evidence.circumstances!
  const gate = gateVerdict({ ...claimsAlone(claims), ...circumstances })
  const losses = [
    {
      by: 'family',
      task: 're',
      name: 'question',
      sources: 4,
      lost: 2,
      gained: 1,
      interval: clopperPearson(2, 3, 0.95),
    },
  ]
  const evidence = { ...draft.evidence, claims, gate, comparison: { ...draft.evidence.comparison!, losses } }
  const manifest = stored.baseline.claims.map((claim) => {
    const waived = claims.find(({ id }) => id === claim.id)?.waived
    return waived ? { ...claim, id: waived.of } : claim
  })
  return base({ ...draft, evidence }, observations, { ...stored, baseline: { ...stored.baseline, claims: manifest } })
}

/** The second attempt at a baseline: its share of α is a quarter of the first's. */
async function secondAttempt(): Promise<Base> {
  const alpha = attemptAlpha(0.05, 2)
  const { draft, observations, stored } = await decidedRun('v2', alpha)
  const { candidate, seed } = draft.evidence
  const key = { baseline: stored.id, candidate: candidateId(candidate), pinned: true, seed }
  const first = { id: 'b'.repeat(12), candidate: 'v0@1', seed, attempt: 1, alpha: 0.03, verdict: 'fail' } as const
  const spent = [{ claim: 'c'.repeat(12), task: 're', example: 'e1', group: 'e1', variant: 're-02' }]
  const entries: LedgerEntry[] = [{ ...first, baseline: stored.id, spent }]
  const { id, number } = attemptOf(entries, key, 0.05)
  const own = { id, candidate: candidateId(candidate), seed, attempt: number, alpha, verdict: 'fail' } as const
  entries.push({ ...own, baseline: stored.id, spent: [] })
  const attempt: RunAttempt = {
    id,
    number,
    total: 0.05,
    alpha,
    earlier: [first],
    display: [],
    regressions: spent.map((one) => Object.assign({}, one, { outcome: null, score: null })),
  }
  // Where a ledger is kept, nothing that decided is shown.
  const claims = draft.evidence.claims.map((claim) => Object.assign({}, claim, { families: [], counterexamples: [] }))
  const comparison = {
    ...draft.evidence.comparison!,
    examples: 0,
    broken: [],
    mended: [],
    sources: { compared: 0, worse: 0, better: 0, pValue: null },
    parts: 0,
    losses: [],
  }
  return base({ ...draft, evidence: { ...draft.evidence, claims, attempt, comparison } }, observations, stored, entries)
}

/** A run whose claims all stay open, for their budgets end. */
async function openRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun('v2', 0.05, { maxCells: 30 })
  return base(draft, observations, stored)
}

/** A run of a release without a baseline: a claim against one is not applicable, and is listed. */
async function firstRun(): Promise<Base> {
  const { draft, observations, stored } = await decidedRun()
  const { comparison: _, ...evidence } = draft.evidence
  const claims = evidence.claims.map((claim): ClaimResult => {
    if (claim.spec.kind !== 'toBeNoWorseThanBaseline') return claim
    const { horizons: _horizons, ...rest } = claim
    return {
      ...rest,
      verdict: 'not applicable',
      reason: NO_BASELINE_YET,
      order: [],
      interval: claim.spec.range,
      logWealth: { pass: 0, fail: 0 },
      estimate: null,
      units: 0,
      examples: 0,
      cells: 0,
      toDecide: null,
      outcomes: {},
      families: [],
      counterexamples: [],
      notes: [],
    }
  })
  const own = new Set(claims.filter(({ verdict }) => verdict !== 'not applicable').flatMap(({ order }) => order))
  const gate = gateVerdict({ ...claimsAlone(claims), ...evidence.circumstances! })
  const first = {
    ...evidence,
    claims,
    gate,
    baseline: null,
    baselineId: null,
    claimsPlanned: { count: 3, from: 'default' as const },
  }
  const seen = observations.filter(({ group, release }) => release === 'v2' && own.has(group))
  return base({ ...draft, evidence: first }, seen, stored)
}

function base(
  { evidence, context }: RunDraft,
  seen: readonly Observation[],
  baseline: StoredBaseline,
  ledger: readonly LedgerEntry[] | null = null,
): Base {
  const observations = { sha256: '0'.repeat(64), count: seen.length }
  return {
    run: {
      schema: 2,
      evidence: { ...evidence, observations },
      context: { ...context, versions: { ...context.versions, 'vitest-robustness': VERSION } },
    },
    observations: seen,
    deps: {
      claimKind: findClaimKind,
      taskKind: (name: string) => taskKinds.find(({ kind }) => kind === name),
      baseline,
      anchor: null,
      ledger,
      version: VERSION,
    },
  }
}

const bases = [await plainRun(), await secondAttempt(), await openRun(), await firstRun()]

/**
 * Every way to alter one field that the schema knows: a value that is there becomes another, one that is not there is
 * invented, and one that may be left out is. Read from the schema, so that a new field is forged without anybody's help.
 */
function* forgeries<T>(root: Node, whole: T, sample: unknown): Generator<Forgery<T>> {
  const resolved = (node: Node): Node => {
    const named = node.$ref === undefined ? node : root.definitions![node.$ref.replace('#/definitions/', '')]!
    const typed = named.anyOf?.find((one) => one.type !== 'null')
    return typed === undefined ? named : resolved(typed)
  }
  const at = (place: readonly (string | number)[], change: (parent: Json, key: string) => void): T => {
    const copy = structuredClone(whole)
    const parent = place.slice(0, -1).reduce<unknown>((value, key) => (value as Json)[key], copy)
    change(parent as Json, String(place.at(-1)))
    return copy
  }
  function* walk(
    written: Node,
    value: unknown,
    known: unknown,
    path: string,
    place: readonly (string | number)[],
  ): Generator<Forgery<T>> {
    const node = resolved(written)
    const put = (next: unknown): Forgery<T> => ({ path, forged: at(place, (parent, key) => (parent[key] = next)) })
    if (value === null) {
      if (known !== null && known !== undefined) yield put(known)
      return
    }
    if (Array.isArray(value)) {
      if (value.length > 0) yield put([])
      if (value.length > 1) yield put(value.slice(1))
      const other = (known as unknown[] | undefined)?.[0]
      if (other !== undefined) yield put([...value, other])
      for (const [index, item] of value.slice(0, 3).entries())
        yield* walk(node.items ?? {}, item, other, path, [...place, index])
      return
    }
    if (typeof value === 'object') {
      for (const [key, part] of Object.entries(node.properties ?? {})) {
        const own = (value as Json)[key]
        const sampled = (known as Json | undefined)?.[key]
        const below = path === '' ? key : `${path}.${key}`
        if (own === undefined && sampled === undefined) continue
        if (own !== undefined) yield* walk(part, own, sampled, below, [...place, key])
        else yield { path: below, forged: at([...place, key], (parent, name) => (parent[name] = sampled)) }
        if (own !== undefined) yield { path: below, forged: at([...place, key], (parent, name) => delete parent[name]) }
      }
      if (node.properties === undefined) yield put({ ...value, forged: 'forged' })
      return
    }
    for (const other of others(node, value)) yield put(other)
    if (Array.isArray(node.type) && node.type.includes('null')) yield put(null)
  }
  yield* walk(root, whole, sample, '', [])
}

/** Other values of the same type. */
function others({ enum: all }: Node, value: unknown): unknown[] {
  if (all !== undefined) return all.filter((one) => one !== value)
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return Number.isInteger(value) ? [value + 1] : [value / 2, value + 0.125]
  const text = String(value)
  return /^[0-9a-f]{12,64}$/.test(text) ? [`${text[0] === '0' ? '1' : '0'}${text.slice(1)}`] : [`${text} forged`]
}

/** The reason why a field may differ, if it is listed. */
function listed(path: string): string | undefined {
  return Object.entries(DECIDES_NOTHING).find(([known]) => path === known || path.startsWith(`${known}.`))?.[1]
}

/** Each field of each run, altered, and what the check has to say about it. */
const all = bases.flatMap(({ run, observations, deps }) =>
  [...forgeries(schemas.run as Node, run, samples.run)]
    .filter(({ forged }) => problems('run', forged).length === 0)
    .map(({ path, forged }) => {
      return { path, forged, run, differences: verifyRun(forged, observations, deps) }
    }),
)

test('the runs themselves are sound', () => {
  for (const { run, observations, deps } of bases) {
    expect(problems('run', run)).toEqual([])
    expect(verifyRun(run, observations, deps)).toEqual([])
  }
})

describe('a run of which one field was altered', () => {
  test('every field of the schema is forged', () => {
    expect(all.length).toBeGreaterThan(800)
    expect(new Set(all.map(({ path }) => path)).size).toBeGreaterThan(150)
  })

  test('is refused, or the field is listed as deciding nothing', () => {
    const taken = all.filter(
      ({ path, differences }) =>
        // The reader holds observations to their hash and their number.
        !path.startsWith('evidence.observations') && listed(path) === undefined && differences.length === 0,
    )
    expect([...new Set(taken.map(({ path }) => path))]).toEqual([])
  })

  test('the documentation lists the same fields', async () => {
    const text = await readFile(join(import.meta.dirname, '../../docs/verification.md'), 'utf8')
    const rows = Object.entries(DECIDES_NOTHING).map(([path, reason]) => `| \`${path}\` | ${reason} |`)
    expect(text.split('## Fields that decide nothing')[1]?.match(/^\| `.*$/gm)).toEqual(rows)
  })

  test('is refused by the manifest for another title, and by its own bets for another pool, where it has these', () => {
    const free = all.filter(
      ({ path, run, differences }) =>
        (path === 'evidence.claims.title' && run.evidence.baselineId !== null && differences.length === 0) ||
        (path === 'evidence.claims.pool' &&
          run.evidence.claims.every(({ units }) => units > 0) &&
          differences.length === 0),
    )
    expect(free.map(({ path }) => path)).toEqual([])
  })

  test('no field is listed that is refused always, or that does not exist', () => {
    const passing = [...new Set(all.filter(({ differences }) => differences.length === 0).map(({ path }) => path))]
    const idle = Object.keys(DECIDES_NOTHING).filter(
      (known) => !passing.some((path) => path === known || path.startsWith(`${known}.`)),
    )
    expect(idle).toEqual([])
  })

  test('has another evidence hash, and so another name of its folder, if the field is evidence', () => {
    const same = all.filter(
      ({ path, forged, run }) => path.startsWith('evidence.') && evidenceHash(forged) === evidenceHash(run),
    )
    expect(same.map(({ path }) => path)).toEqual([])
  })
})
