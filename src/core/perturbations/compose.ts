import { UsageError, type Edit, type Perturbation, type PromptPart } from '../types/index.ts'
import { applyEdits, joinEdits } from './_internal/edits.ts'

const WORST = ['gold', 'usually', 'changes'] as const

/**
 * Makes one perturbation of several in a row. It applies where every one does, changes the answer where any does, and
 * its edits are in terms of the prompt that came in, so that subsets can be applied. A given strength goes to each.
 * Default name: theirs joined by "-and-". Throws `UsageError` for fewer than two, or for two that change the answer.
 *
 * @example
 * const careless = compose([perturbations['swap-letters'], perturbations['lower-case']])
 * careless.name // => 'swap-letters-and-lower-case'
 * careless.preserves // => 'usually'
 */
export function compose(perturbations: readonly Perturbation[], name?: string): Perturbation {
  const [first] = perturbations
  const names = perturbations.map((item) => item.name).join(', ')
  if (first === undefined || perturbations.length < 2) throw new UsageError(`compose([${names}]): give at least two`)
  if (perturbations.filter(({ preserves }) => preserves === 'changes').length > 1) {
    throw new UsageError(`compose([${names}]): two change the right answer, and what both do to it is not known`)
  }
  return {
    name: name ?? perturbations.map((item) => item.name).join('-and-'),
    family: first.family,
    summary: perturbations.map(({ summary }) => summary).join(' '),
    source: [...new Set(perturbations.map(({ source }) => source))].join('; '),
    touches: [...new Set(perturbations.flatMap(({ touches }): readonly PromptPart[] => touches))],
    preserves: WORST.findLast((level) => perturbations.some(({ preserves }) => preserves === level)) ?? 'usually',
    strength: Math.max(...perturbations.map(({ strength }) => strength)),
    composedOf: perturbations,
    apply: (parts, choice) => {
      let edits: readonly Edit[] = []
      let now = parts
      for (const item of perturbations) {
        const result = item.apply(now, { ...choice, seed: `${choice.seed}/${item.name}` })
        if ('notApplicable' in result) return { notApplicable: `${item.name}: ${result.notApplicable}` }
        edits = joinEdits(parts, edits, result.edits)
        now = applyEdits(parts, edits)
      }
      return { parts: now, edits, gold: now.gold }
    },
  }
}
