/** A short form of `npm run chaos` and `npm run soak`. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { playReference, playRound } from '../bench/chaos/playRound.ts'
import { roundPlan, type RoundPlan } from '../bench/chaos/roundPlan.ts'
import { noSmallDisk } from '../bench/chaos/smallDisk.ts'

const SEED = 18

test('killed, starved and filled-up runs come to the same bytes, and pay for nothing twice', async () => {
  const installed = inject('installed')
  const disks = noSmallDisk() === null
  const reference = await playReference(installed)
  const drawn = roundPlan(SEED, 1, disks)
  const calm = { ...drawn, faults: {}, command: 'vitest', concurrency: 16 } as const
  const full = disks ? ([{ what: 'disk', freeKB: 60, after: 'start', share: 0 }] as const) : []
  const plans: readonly RoundPlan[] = [
    drawn,
    {
      ...calm,
      shards: 1,
      store: 'record',
      cuts: [{ what: 'kill', whom: 'all', signal: 'SIGKILL', after: 'answers', share: 0.5 }, ...full],
    },
    {
      ...calm,
      shards: 3,
      sideBySide: true,
      store: 'off',
      cuts: [
        { what: 'kill', whom: 'first', signal: 'SIGTERM', after: 'answers', share: 0.3 },
        { what: 'kill', whom: 'worker', signal: 'SIGKILL', after: 'answers', share: 0.6 },
      ],
    },
  ]
  for (const plan of plans) {
    const { wrong, repeated, inFlight } = await playRound(plan, reference, installed)
    expect({ plan, wrong }).toEqual({ plan, wrong: [] })
    expect(repeated).toBeLessThanOrEqual(inFlight)
  }
}, 300_000)

test.skipIf(process.platform !== 'linux')(
  'a vitest that watches opens no more files and watches no more folders with each run',
  async () => {
    // Too short to say anything of memory, so its exit code is not looked at.
    const soak = join(import.meta.dirname, '../bench/soak.ts')
    const { stdout } = await promisify(execFile)(process.execPath, [
      soak,
      '--minutes',
      '0.4',
      '--pause',
      '100',
      '--json',
    ]).catch((error: { stdout: string }) => error)
    const { rows } = JSON.parse(stdout) as {
      rows: {
        mode: string
        runs: number
        passed: number
        calls: number
        files: number[]
        handles: number[]
        left: string[]
      }[]
    }
    expect(rows.map(({ mode }) => mode)).toEqual(['replay', 'live', 'plain'])
    for (const { runs, passed, files, handles, left } of rows) {
      expect(runs).toBeGreaterThan(2)
      expect(passed).toBe(runs)
      expect(left).toEqual([])
      // The first run opens what later ones use again. A sample may fall into the writing of a file; what stays open is in each.
      const last = (samples: readonly number[]): number => Math.min(...samples.slice(-3))
      expect(last(files) - files[1]!).toBeLessThanOrEqual(3)
      expect(last(handles) - handles[1]!).toBeLessThanOrEqual(6)
    }
    expect(rows[0]!.calls).toBe(0)
    expect(rows[1]!.calls).toBeGreaterThan(0)
  },
  300_000,
)
