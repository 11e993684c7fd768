import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evidenceHash } from '../core/hash/index.ts'
import { problems, schemas } from '../schemas/index.ts'
import { samples } from '../schemas/samples.testing.ts'
import { DECIDES_NOTHING, TAKEN_AS_OBSERVED } from './decidesNothing.ts'
import { forgeries, type Node } from './forge.testing.ts'
import { soundRuns } from './soundRuns.testing.ts'
import { verifyRun } from './verifyRun.ts'

/** The reason why a field may differ, if it is listed. */
function listed(path: string): string | undefined {
  return Object.entries(DECIDES_NOTHING).find(([known]) => path === known || path.startsWith(`${known}.`))?.[1]
}

/** Each field of each run, altered, and what the check has to say about it. */
const all = soundRuns.flatMap(({ run, observations, deps }) =>
  [...forgeries(schemas.run as Node, run, samples.run)]
    .filter(({ forged }) => problems('run', forged).length === 0)
    .map(({ path, forged }) => {
      return { path, forged, run, differences: verifyRun(forged, observations, deps) }
    }),
)

test('the runs themselves are sound', () => {
  for (const { run, observations, deps } of soundRuns) {
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
    const read = (page: string) => readFile(join(import.meta.dirname, '../../docs', page), 'utf8')
    const [, run] = (await read('verification.md')).split('## Fields that decide nothing')
    const [, observation] = (await read('export.md')).split('## Fields taken as they are')
    expect(run?.match(/^\| `.*$/gm)).toEqual(rowsOf(DECIDES_NOTHING))
    expect(observation?.match(/^\| `.*$/gm)).toEqual(rowsOf(TAKEN_AS_OBSERVED))
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

describe('an observation of which one field was altered', () => {
  const altered = soundRuns.flatMap(({ run, observations, deps }) =>
    [0, 0.1, 0.3, 0.6, 0.999]
      .map((share) => Math.floor(share * observations.length))
      .flatMap((at) =>
        [...forgeries(schemas.observation as Node, observations[at]!, samples.observation)]
          .filter(({ forged }) => problems('observation', forged).length === 0)
          .map(({ path, forged }) => ({ path, differences: verifyRun(run, observations.with(at, forged), deps) })),
      ),
  )
  const taken = [...new Set(altered.filter(({ differences }) => differences.length === 0).map(({ path }) => path))]

  test('every field of the schema is forged', () => {
    const fields = Object.keys((schemas.observation as Node).properties!)
    expect(new Set(altered.map(({ path }) => path.split('.')[0]!))).toEqual(new Set(fields))
  })

  test('is refused, or the field is listed as taken as it was observed', () => {
    expect(taken.filter((path) => TAKEN_AS_OBSERVED[path.split('.')[0]!] === undefined)).toEqual([])
  })

  test('no field is listed that is refused always', () => {
    const idle = Object.keys(TAKEN_AS_OBSERVED).filter((known) => !taken.some((path) => path.split('.')[0] === known))
    // The runs here have only answers, and none of a model that scores choices: what is invented of these is refused.
    expect(idle.toSorted()).toEqual(['choices', 'reason'])
  })
})

function rowsOf(listedFields: Readonly<Record<string, string>>): string[] {
  return Object.entries(listedFields).map(([path, reason]) => `| \`${path}\` | ${reason} |`)
}
