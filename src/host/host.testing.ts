import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { StoredAnswer } from '../core/types/index.ts'
import type { CallContext } from '../observe/hostPort.ts'

/** For tests: a fresh folder, gone with the test. */
export async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** For tests: an answer that says `text`. */
export function answerOf(text: string, revision: string | null = 'r1'): StoredAnswer {
  return {
    kind: 'answer',
    text,
    finish: 'stop',
    tokens: { input: 3, output: 1 },
    who: { model: 'tiny', revision },
  }
}

/** For tests: what is known of a call in addition to its answer. */
export function contextOf(pinned = true): CallContext {
  return { release: 'v1', latencyMs: 1, attempts: 1, pinned }
}
