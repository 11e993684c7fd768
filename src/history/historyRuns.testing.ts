/** Runs for tests of the history, and processes that record them. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sampleClaim, sampleRun } from '../core/wording/sampleRun.testing.ts'
import type { ClaimResult, Run } from '../core/types/index.ts'

/** A gate run of a release on a day, with other evidence for another seed. */
export function runOf(
  release: string,
  day: string,
  claim: Parameters<typeof sampleClaim>[0] = {},
  { seed = '41', revision = `${release}-digest` }: { readonly seed?: string; readonly revision?: string | null } = {},
): Run {
  const { schema, evidence, context } = sampleRun()
  const claims: ClaimResult[] = [sampleClaim({ title: 'relations > keeps its answer', ...claim, release })]
  const candidate = { ...evidence.candidate, name: release, revision }
  return {
    schema,
    evidence: { ...evidence, seed, candidate, claims, baselineId: 'tiny@0123456789ab' },
    context: { ...context, startedAt: `${day}T00:00:00.000Z` },
  }
}

/** Processes that write at once; runs of each of its own, and those that all of them write. */
export const [WRITERS, OWN, SHARED] = [8, 20, 5]

/** Starts the writers on a history (its place as ROBUSTNESS_HISTORY takes it) and waits for all of them. */
export async function writeAtOnce(place: string): Promise<{ readonly code: number | null; readonly output: string }[]> {
  const script = fileURLToPath(new URL('./writer.testing.ts', import.meta.url))
  return Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      const child = spawn(process.execPath, [script, String(writer)], {
        env: { ...process.env, ROBUSTNESS_HISTORY: place, NODE_OPTIONS: '' },
      })
      let output = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
      return new Promise<{ code: number | null; output: string }>((done) => {
        child.on('close', (code) => done({ code, output }))
      })
    }),
  )
}
