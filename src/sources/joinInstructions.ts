import { canonicalJson } from '../core/hash/index.ts'
import { UsageError, type Instruction, type InstructionSet, type Refusal, type TaskKind } from '../core/types/index.ts'
import { refuseLostCanonical } from './chooseInstructions.ts'
import { withOriginOf } from './instructionOrigin.ts'
import type { ReadSet } from './readInstructions.ts'

/** The instructions of several files as one set. */
export interface Joined extends Pick<ReadSet, 'at'> {
  readonly set: InstructionSet
  /** The instructions of each file that were left out, in the order of the files. */
  readonly refused: readonly (readonly Refusal[])[]
}

/**
 * Puts the instructions of several files into one set: name, labels and canonical instruction are the first file's. A
 * wording that an earlier file has is refused, or left out where its file says `onRefused: 'list'`: listed twice it would
 * count twice. Throws `UsageError` where a file asks for another kind of task or lists other labels.
 */
export function joinInstructions(kind: TaskKind, files: readonly [ReadSet, ...ReadSet[]]): Joined {
  const [{ set, at }, ...more] = files
  refuseLostCanonical(files[0])
  const kept = new Map<string, Instruction>(set.instructions.map((instruction) => [instruction.hash, instruction]))
  let [labels, inverses] = [set.labels, set.inverses]
  const refused = [files[0].refused]
  for (const file of more) {
    const { task, ...own } = file.set
    if (task !== kind.kind)
      throw new UsageError(`these instructions ask for ${task}, the suite for ${kind.kind}`, file.at.task)
    if (own.labels !== null && labels !== null && canonicalJson(own.labels) !== canonicalJson(labels))
      throw new UsageError(
        `these labels are not those of ${files[0].file}: one task has one list of labels`,
        file.at.labels,
      )
    labels ??= own.labels
    inverses ??= own.inverses
    const copies: Refusal[] = []
    for (const instruction of file.set.instructions) {
      const twin = kept.get(instruction.hash)
      kept.set(instruction.hash, twin === undefined ? instruction : withOriginOf(twin, instruction))
      if (twin === undefined) continue
      const reason = `instruction ${JSON.stringify(instruction.id)} has the wording of ${JSON.stringify(twin.id)}`
      copies.push({ at: instruction.at ?? { file: file.file, line: 1 }, reason })
    }
    const [copy] = copies
    if (copy !== undefined && file.asked.onRefused !== 'list')
      throw new UsageError(`${copy.reason}; onRefused: 'list' leaves such instructions out and lists them`, copy.at)
    refused.push([...file.refused, ...copies])
  }
  return {
    at,
    refused,
    set: { ...set, labels, ...(inverses && { inverses }), instructions: [...kept.values()] },
  }
}
