import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findClaimKind } from '../claims/index.ts'
import { decidedRun, type DecidedRun } from '../cli/decidedRun.testing.ts'
import { taskKinds } from '../core/tasks/index.ts'
import type { RunPicture, Run } from '../core/types/index.ts'
import { observationKey } from '../runs/observations.ts'
import { pictureRun } from './pictureRun.ts'

const taskKind = (name: string) => taskKinds.find(({ kind }) => kind === name)

let decided: DecidedRun
let run: Run
let picture: RunPicture
beforeAll(async () => {
  decided = await decidedRun()
  const { draft, observations, task } = decided
  run = { schema: 1, ...draft, evidence: { ...draft.evidence, observations: { sha256: '', count: 0 } } }
  picture = pictureRun(run, observations, { claimKind: findClaimKind, taskKind, loadTask: () => task })
})
afterAll(() => rmSync(decided.project, { recursive: true, force: true }))

describe('a picture of a run', () => {
  test('holds every cell once, in the order of the file', () => {
    const keys = [...picture.observations].map(({ release, example, variant, trial }) =>
      [release, example, variant, trial].join('/'),
    )
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toEqual(keys.toSorted())
    expect(decided.observations.length).toBeGreaterThan(keys.length)
  })

  test('every path ends where its claim does, and only ever counts up', () => {
    for (const { title, interval, units } of run.evidence.claims) {
      const path = picture.claims.get(title)?.path ?? []
      const last = path.at(-1)
      expect(last?.units).toBe(units)
      expect(last?.least).toBeCloseTo(interval[0], 9)
      expect(last?.most).toBeCloseTo(interval[1], 9)
      expect(path[0]?.units).toBe(1)
      expect(path.map((point) => point.units)).toEqual(
        [...new Set(path.map((point) => point.units))].toSorted((a, b) => a - b),
      )
    }
  })

  test("a claim's cells are those that it counts, and the baseline's beside them", () => {
    for (const { title, cells, release } of run.evidence.claims) {
      const own = (picture.claims.get(title)?.cells ?? []).map((place) => picture.observations.at(place)?.release)
      expect(own.filter((name) => name === release)).toHaveLength(cells)
    }
    const compared = picture.claims.get('relations > stays as good')?.cells ?? []
    expect(compared.some((place) => picture.observations.at(place)?.release === 'v1@accepted')).toBe(true)
  })

  test('flips are as many as the families count, and differ', () => {
    for (const { title, families } of run.evidence.claims) {
      const flips = picture.claims.get(title)?.flips ?? []
      expect(flips).toHaveLength(families.reduce((sum, { failed }) => sum + failed, 0))
      for (const { before, after } of flips) {
        if (before === null) continue
        expect(picture.observations.at(after)?.answer).not.toBe(picture.observations.at(before)?.answer)
      }
    }
  })

  test('what was noted while the claims were decided is what stepping through them again gives', () => {
    const deps = { claimKind: findClaimKind, taskKind, loadTask: () => decided.task }
    const { traces } = decided
    expect([...traces.claims.keys()].toSorted()).toEqual([...picture.claims.keys()].toSorted())
    expect(pictureRun(run, decided.observations, { ...deps, traces }).claims).toEqual(picture.claims)
    const attempt = { id: 'a', number: 1, total: 0.05, alpha: 0.03, earlier: [], excluded: [], regressions: [] }
    const counted = { ...run, evidence: { ...run.evidence, attempt } }
    const [one, other] = [deps, { ...deps, traces }].map((each) => pictureRun(counted, decided.observations, each))
    expect(one!.claims).toEqual(other!.claims)
  })

  test('of a cell with two different observations each claim is stepped through, as a reader of the file must', () => {
    const deps = { claimKind: findClaimKind, taskKind, loadTask: () => decided.task }
    const observations = [...decided.observations, { ...decided.observations[0]!, raw: 'another text' }]
    const [one, other] = [deps, { ...deps, traces: decided.traces }].map((each) => pictureRun(run, observations, each))
    expect(one!.claims).toEqual(other!.claims)
  })

  test('where attempts are counted, only those flips are shown that the ledger counts as spent', () => {
    const attempt = { id: 'a', number: 1, total: 0.05, alpha: 0.03, earlier: [], excluded: [], regressions: [] }
    const counted = { ...run, evidence: { ...run.evidence, attempt } }
    const deps = { claimKind: findClaimKind, taskKind, loadTask: () => decided.task }
    const shown = pictureRun(counted, decided.observations, deps)
    let more = 0
    for (const { title, counterexamples } of run.evidence.claims) {
      const flips = shown.claims.get(title)?.flips ?? []
      const cells = flips.map(({ after }) => observationKey(shown.observations.at(after)!))
      const listed = counterexamples.map(({ after }) => after.cell)
      expect(listed).toEqual(expect.arrayContaining(cells))
      expect(flips.length).toBeLessThanOrEqual(counterexamples.length)
      more += (picture.claims.get(title)?.flips.length ?? 0) - flips.length
    }
    expect(more).toBeGreaterThan(0)
  })

  test('a display share is shown whole: nothing is decided or bet on there, also where a claim fails at another α', () => {
    const claims = run.evidence.claims.map((claim) => {
      const display = claim.order.slice(0, 60)
      // So many units that they are all failures with a chance below the least number above 0.
      const horizons = claim.horizons && [{ ...claim.horizons[0]!, end: 3000 }]
      return { ...claim, pool: 3000, display, alphaFail: 0.3, ...(horizons && { horizons }) }
    })
    const groups = [...new Set(claims.flatMap(({ display }) => display))]
    const attempt = {
      id: 'a',
      number: 1,
      total: 0.05,
      alpha: 0.03,
      earlier: [],
      excluded: [],
      regressions: [],
      display: [{ task: decided.task.name, groups }],
    }
    const counted = { ...run, evidence: { ...run.evidence, claims, attempt } }
    const deps = { claimKind: findClaimKind, taskKind, loadTask: () => decided.task }
    const shown = pictureRun(counted, decided.observations, deps)
    expect(run.evidence.claims.some(({ verdict }) => verdict === 'fail')).toBe(true)
    for (const { title, display } of claims) {
      const { cells, flips } = shown.claims.get(title)!
      const sources = new Set(cells.map((place) => shown.observations.at(place)!.group))
      expect(sources).toEqual(new Set(display))
      expect(flips.every(({ after }) => cells.includes(after))).toBe(true)
    }
  })

  test('a task is read again only where something that is shown of it was not noted', () => {
    const { traces, observations } = decided
    const read: string[] = []
    const deps = { claimKind: findClaimKind, taskKind }
    const loadTask = ({ name }: { readonly name: string }) => {
      read.push(name)
      return decided.task
    }
    const [first, ...others] = run.evidence.claims
    const withClaims = (claims: typeof run.evidence.claims) => ({ ...run, evidence: { ...run.evidence, claims } })
    const pictureOf = (claims: typeof run.evidence.claims, noted: typeof traces | undefined) =>
      pictureRun(withClaims(claims), observations, { ...deps, loadTask, ...(noted && { traces: noted }) })
    expect(pictureOf(run.evidence.claims, traces).tasks.get('re')?.instructions.length).toBeGreaterThan(1)
    expect(read).toEqual([])
    pictureOf(run.evidence.claims, { ...traces, claims: new Map() })
    expect(read).toEqual(['re'])
    const waiting = { ...first!, title: 'waits for a baseline', cells: 0, units: 0 }
    pictureOf([waiting, ...others], traces)
    expect(read).toEqual(['re'])
    // A run that came to no claim, from its folder and at its own end.
    expect(pictureOf([], undefined).tasks.size).toBe(1)
    expect(pictureOf([], { claims: new Map(), tasks: new Map() }).tasks.size).toBe(1)
  })

  test('what cannot be loaded or stepped again is reported', () => {
    const missing = pictureRun(run, decided.observations, {
      claimKind: () => undefined,
      taskKind,
      loadTask: () => {
        throw new Error('examples.jsonl was changed since the run')
      },
    })
    expect(missing.claims.size).toBe(0)
    expect(missing.tasks.size).toBe(0)
    expect(missing.missing).toMatchInlineSnapshot(`
      [
        "Inputs and instructions of re are not shown: examples.jsonl was changed since the run",
        "How "relations > keeps its answer" came about is not shown: its kind of claim or of task is defined elsewhere",
        "How "relations > mostly keeps its answer" came about is not shown: its kind of claim or of task is defined elsewhere",
        "How "relations > stays as good" came about is not shown: its kind of claim or of task is defined elsewhere",
      ]
    `)
  })
})
