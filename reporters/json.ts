import { evidenceHash, orderedJson } from '../src/core/hash/index.ts'
import type { Run } from '../src/core/types/index.ts'
import type { RenderOptions } from './common/render.ts'

/** Writes a run as `run.json` holds it, for other programs. */
export function json(run: Run, { context = true }: RenderOptions = {}): string {
  const { schema, evidence } = run
  const hash = schema === 1 ? {} : { evidenceHash: evidenceHash(run) }
  return orderedJson({ schema, ...hash, evidence, ...(context && { context: run.context }) })
}
