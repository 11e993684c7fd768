import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Returns the ids of a set's wordings that the suites ask, in the order of its file: each unseen one, and 12 of those that the
 * release line was tuned on. They are listed in `pool.json`, by a rule that looks at no result: the families come in the order in
 * which the file shows them; the first seen wording of each is taken, then the second of each, until there are 12.
 * `bench/suitePool.test.ts` holds the list to the rule.
 */
export function poolOf(set: string): readonly string[] {
  const pool = JSON.parse(readFileSync(join(import.meta.dirname, 'pool.json'), 'utf8')) as Record<string, string[]>
  const wordings = pool[set]
  if (!wordings) throw new Error(`suites/pool.json has no wordings of ${set}`)
  return wordings
}
