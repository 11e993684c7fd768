import { nameHint } from '../core/text/index.ts'
import { UsageError, type InstructionSet } from '../core/types/index.ts'
import type { ParsedInstructions } from './instructions/index.ts'

/** An instruction set as its file gives it. */
interface ReadFile extends ParsedInstructions {
  readonly file: string
}

/**
 * Leaves only the instructions whose ids a suite names, in the file's order. A file that names no canonical instruction has
 * the first of them as its own. Throws `UsageError` where an id is unknown; that the canonical one is among them is for
 * `refuseLostCanonical` to check, since a further file of a task needs none.
 */
export function chooseInstructions(
  { set, at, file, refused = [] }: ReadFile,
  only: readonly string[],
  canonical: string | undefined,
): InstructionSet {
  const ids = set.instructions.map(({ id }) => id)
  const unknown = only.filter((id) => !ids.includes(id))
  if (unknown.length > 0) {
    const named = unknown.slice(0, 5).map((id) => `${JSON.stringify(id)}${nameHint(id, ids)}`)
    const more = unknown.length > named.length ? `, and ${unknown.length - named.length} more` : ''
    const why = refused.slice(0, 3).map(({ reason }) => reason)
    const left = why.length === 0 ? '' : `; of this file ${refused.length} cannot be used: ${why.join('; ')}`
    throw new UsageError(`${file}: "only": no instruction has the id ${named.join(', ')}${more}${left}`)
  }
  const instructions = set.instructions.filter(({ id }) => only.includes(id))
  const isNamed = at.canonical !== undefined || canonical !== undefined
  return { ...set, instructions, canonical: isNamed ? set.canonical : instructions[0]!.id }
}

/** Throws `UsageError` where "only" leaves out the canonical instruction of a task, and says what to do. */
export function refuseLostCanonical({ set, at }: ParsedInstructions): void {
  const { canonical, instructions } = set
  if (instructions.some(({ id }) => id === canonical)) return
  const id = JSON.stringify(canonical)
  throw new UsageError(
    `"only" leaves out ${id}, the canonical instruction, which the others are compared with: add it, or name one of "only" as "canonical"`,
    at.canonical ?? at.task,
  )
}
