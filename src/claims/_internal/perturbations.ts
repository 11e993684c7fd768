import { perturbations } from '../../core/perturbations/index.ts'
import { nameHint } from '../../core/text/index.ts'
import { UsageError, type ClaimContext, type Perturbation } from '../../core/types/index.ts'
import { resolvePerturbation } from '../../core/variants/index.ts'

/** The effect on the answer that a claim allows its perturbations to have. */
interface Wanted {
  readonly matcher: string
  /** `keeps` if the right answer must stay as it is, `changes` if it must become another. */
  readonly answer: 'keeps' | 'changes'
  /** Says whether perturbations that keep the answer usually, not always, may be asked. */
  readonly allowUsually: boolean
}

/**
 * Returns the names of the perturbations that a suite gave: names, names of families, perturbations of its own, one or a
 * list. Throws `UsageError` for a value that is no perturbation, for one with the opposite effect on the answer, and for
 * those that keep the answer only usually unless they are allowed.
 */
export function choosePerturbations(given: unknown, { matcher, answer, allowUsually }: Wanted, context: ClaimContext) {
  const chosen = (Array.isArray(given) ? given : [given]).flatMap((one: unknown) => resolve(one, matcher, context))
  const names = [...new Set(chosen.map(({ name }) => name))]
  if (names.length === 0) throw new UsageError(`${matcher}() needs perturbations: ${example(matcher)}`)
  const wrong = chosen.filter(({ preserves }) => (preserves === 'changes') !== (answer === 'changes'))
  if (wrong.length > 0) {
    throw new UsageError(
      answer === 'keeps'
        ? `${matcher}(): ${list(wrong)} must change the answer; claim that with toChangeUnder()`
        : `${matcher}(): ${list(wrong)} should leave the answer as it is; claim that with toBeStableUnder()`,
    )
  }
  const usual = chosen.filter(({ preserves }) => preserves === 'usually')
  if (usual.length > 0 && !allowUsually) {
    throw new UsageError(
      `${matcher}(): ${list(usual)} usually, not always, leave the right answer as it is, so a flip may be no fault ` +
        '(of published automatic paraphrases about one in eight was wrong); ' +
        'look at some prompts and pass allowUsually: true, or make the claim advisory: true',
    )
  }
  return names
}

function resolve(one: unknown, matcher: string, { perturbations: own = [] }: ClaimContext): Perturbation[] {
  if (isPerturbation(one)) return [one]
  if (typeof one !== 'string') {
    throw new UsageError(
      `${matcher}() takes names of perturbations, of families, or perturbations: ${example(matcher)}`,
    )
  }
  const all = Object.values<Perturbation>(perturbations)
  const family = all.filter((item) => item.family === one)
  if (family.length > 0 && !own.some(({ name }) => name === one)) return family
  try {
    return [resolvePerturbation(one, own)]
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const names = [...own, ...all].flatMap((known) => [known.name, known.family])
    throw new UsageError(
      `${matcher}(): no perturbation ${JSON.stringify(one)}${nameHint(one, [...new Set(names)])} (npx vitest-robustness perturbations)`,
    )
  }
}

/** Says whether a value is a perturbation, as `definePerturbation` and `compose` make them. */
export function isPerturbation(value: unknown): value is Perturbation {
  return typeof value === 'object' && value !== null && 'apply' in value && 'preserves' in value && 'name' in value
}

function example(matcher: string): string {
  return `${matcher}(['swap-letters', 'whitespace'], { … })`
}

function list(items: readonly Perturbation[]): string {
  return [...new Set(items.map(({ name }) => name))].join(', ')
}
