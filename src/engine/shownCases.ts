import type { ClaimArm, ClaimResult, ClaimSpec } from '../core/types/index.ts'
import { armContrasts, contrasts, type Contrast, type ContrastSide } from './contrasts.ts'
import type { UnitEvidence } from './unitEvidence.ts'

/** As many as a message can hold; whoever reads it knows them from then on. */
export const MOST = 3

/** A failing cell with the one it is shown beside. */
export interface ShownCase {
  readonly before: ContrastSide
  readonly after: ContrastSide
}

/**
 * How the cells of a claim failed, and which failures are shown: showing and verifying share it. A pass shows no case, since
 * what is shown is known from then on; and the failure of a negated claim is that nothing differs.
 */
export function failuresOf(
  spec: ClaimSpec,
  units: readonly UnitEvidence[],
  { verdict, arm }: { readonly verdict: ClaimResult['verdict']; readonly arm?: ClaimArm | undefined },
  sameAnswer: (a: string, b: string) => boolean,
): { readonly found: readonly Contrast[]; readonly cases: readonly ShownCase[] } {
  const examples = units.flatMap((unit) => unit.examples)
  const found = examples.flatMap((example) => contrasts(spec, example, sameAnswer))
  const shown = arm ? examples.flatMap((example) => armContrasts(spec, arm, example, sameAnswer)) : found
  return { found, cases: verdict === 'pass' || spec.negated ? [] : shownCases(shown) }
}

/** The first failing cells that can be shown beside another, of different examples, in plan order. */
export function shownCases(found: readonly Contrast[]): ShownCase[] {
  const shown: ShownCase[] = []
  const spent = new Set<string>()
  for (const { before, after } of found) {
    if (shown.length === MOST) break
    const { example } = after.observation
    if (before === null || spent.has(example)) continue
    spent.add(example)
    shown.push({ before, after })
  }
  return shown
}
