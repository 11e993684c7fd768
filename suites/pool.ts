/** The wordings of each task that the suites ask: all of the unseen ones, and 12 of those that the release line was tuned on. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const FOLDER = join(import.meta.dirname, '../fixtures/instructions')

/** The number of seen wordings of each task. */
const SEEN = 12

interface Wording {
  readonly id: string
  readonly family: string
}

/**
 * Returns the ids of a set's wordings that the suites ask, in the order of its file. The rule looks at no result: the families
 * come in the order in which the file shows them; the first seen wording of each is taken, then the second of each, until
 * there are 12.
 */
export function poolOf(set: string): readonly string[] {
  const { instructions } = parse(readFileSync(join(FOLDER, `${set}.yaml`), 'utf8')) as { instructions: Wording[] }
  const tunedOn = new Set(JSON.parse(readFileSync(join(FOLDER, 'seen.json'), 'utf8')) as string[])
  const families = Map.groupBy(
    instructions.filter(({ id }) => tunedOn.has(id)),
    ({ family }) => family,
  )
  const inTurn = instructions.flatMap((_, round) => [...families.values()].flatMap((own) => own[round] ?? []))
  const taken = new Set(inTurn.slice(0, SEEN).map(({ id }) => id))
  return instructions.map(({ id }) => id).filter((id) => taken.has(id) || !tunedOn.has(id))
}
