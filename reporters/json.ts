import { orderedJson } from '../src/core/report/index.ts'
import type { Run } from '../src/core/words/index.ts'
import type { RenderOptions } from './render.ts'

/** A run as `run.json` holds it, for other programs. */
export function json(run: Run, { context = true }: RenderOptions = {}): string {
  const { schema, evidence } = run
  return orderedJson(context ? run : { schema, evidence })
}
