import type { FamilyCount, Task } from '../core/words/index.ts'
import { findInstruction } from './findInstruction.ts'
import type { Contrast } from './contrasts.ts'

/** Asked and failed by wording family (perturbed prompts: by perturbation), sorted by family. Exploratory: the counts follow the stop. */
export function families(found: readonly Contrast[], task: Task): FamilyCount[] {
  const counts = new Map<string, FamilyCount>()
  const byVariant = new Map<string, string>()
  for (const { after, failed } of found) {
    const { variant } = after.observation
    let family = byVariant.get(variant)
    if (family === undefined) byVariant.set(variant, (family = familyOf(variant, task)))
    const count = counts.get(family) ?? { family, asked: 0, failed: 0 }
    counts.set(family, { family, asked: count.asked + 1, failed: count.failed + (failed ? 1 : 0) })
  }
  return [...counts.values()].toSorted((a, b) => (a.family < b.family ? -1 : 1))
}

function familyOf(variant: string, task: Task): string {
  const instruction = findInstruction(task, variant)
  if (instruction === null || instruction.id === variant) return instruction?.family ?? variant
  return variant.slice(instruction.id.length + 1)
}
