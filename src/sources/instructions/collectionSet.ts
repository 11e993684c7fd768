import { nameHint } from '../../core/text/index.ts'
import { UsageError, type Instruction, type Location, type Refusal, type TaskKind } from '../../core/types/index.ts'
import type { ParsedInstructions } from './instructionFormat.ts'

/** What a collection of templates (promptsource, FLAN) came to. */
export interface Collection {
  readonly name: string
  readonly kind: TaskKind
  readonly instructions: readonly Instruction[]
  readonly refused: readonly Refusal[]
  readonly canonical: string | undefined
  readonly start: Location
}

/**
 * The instruction set of a collection. Equal wordings count once: later ones are refused. Its labels are the dataset's.
 * Throws `UsageError` where no template is left or the canonical one is not among them.
 */
export function collectionSet({ name, kind, instructions, refused, canonical, start }: Collection): ParsedInstructions {
  const first = new Map<string, Instruction>()
  const copies: Refusal[] = []
  for (const instruction of instructions) {
    const twin = first.get(instruction.hash)
    if (twin === undefined) first.set(instruction.hash, instruction)
    else {
      const reason = `template ${JSON.stringify(instruction.id)} has the wording of ${JSON.stringify(twin.id)}`
      copies.push({ at: instruction.at ?? start, reason })
    }
  }
  const kept = [...first.values()]
  const all = [...refused, ...copies]
  const [one] = kept
  if (one === undefined) {
    const why = all.slice(0, 3).map(({ at, reason }) => `line ${at.line}: ${reason}`)
    throw new UsageError(`no template asks for ${kind.kind}: ${why.join('; ') || 'there are none'}`, start)
  }
  const ids = kept.map(({ id }) => id)
  if (canonical !== undefined && !ids.includes(canonical)) {
    const hint = nameHint(canonical, ids)
    throw new UsageError(`no instruction has the canonical id ${JSON.stringify(canonical)}${hint}`, start)
  }
  const set = { set: name, task: kind.kind, labels: null, canonical: canonical ?? one.id, instructions: kept }
  return { set, at: { task: start, labels: start }, refused: all }
}

/** A name as an id: lower case, letters, digits, `_` and `-`. */
export function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^[-_]+|[-_]+$/g, '')
  return plain === '' ? 'template' : plain.slice(0, 60)
}
