import type { claimKinds } from '../../claims/index.ts'
import type { PerturbationName } from '../../core/perturbations/index.ts'
import type { ClaimKind, Perturbation, PerturbationFamily, Task } from '../../core/types/index.ts'

type OptionsOf<Kind> = Kind extends ClaimKind<infer Options> ? Options : never

type OnePerturbation = PerturbationName | PerturbationFamily | Perturbation

/** Names of the package's perturbations, names of their families, own ones: one, or a list. */
export type Perturbations = OnePerturbation | readonly OnePerturbation[]

/** Options, after what the matcher takes as an argument of its own. */
type ArgumentsOf<Options> = Options extends { readonly otherTask: string }
  ? [otherTask: Task, options: Omit<Options, 'otherTask'>]
  : Options extends { readonly perturbations: readonly string[] }
    ? [perturbations: Perturbations, options: Omit<Options, 'perturbations'>]
    : Options extends { readonly releases: readonly string[] }
      ? [releases: readonly string[], options?: Omit<Options, 'releases'>]
      : [options: Options]

/**
 * `MatchersOf` gives the types of matchers by name, made from kinds of claims. With it the matchers of your own claims
 * are typed on `expect`, under vitest 4.1 and 5 alike.
 *
 * @example
 * declare const toAnswerBriefly: ClaimKind<{ readonly characters: number }> // made by defineClaim
 * const claims = { toAnswerBriefly }
 * declare global {
 *   namespace Chai {
 *     interface Assertion extends MatchersOf<typeof claims> {}
 *   }
 * }
 */
export type MatchersOf<Kinds> = {
  readonly [Name in keyof Kinds]: (...given: ArgumentsOf<OptionsOf<Kinds[Name]>>) => Promise<void>
}

/**
 * `RobustnessMatchers` are the matchers of the package as `expect` shows them: one for each kind of claim. Each takes
 * the claim's limit, and rejects with the claim's message unless the claim passes; `.not` swaps what is claimed before
 * anything is asked.
 *
 * @example
 * const task = relationExtraction({ examples: 'examples.jsonl', instructions: 'instructions.yaml' })
 * test('keeps its answer when the instruction is reworded', async () => {
 *   await expect(release().on(task)).toBeStableUnderParaphrase({ maxFlipRate: 0.05 })
 * })
 */
export type RobustnessMatchers = MatchersOf<typeof claimKinds>

declare global {
  // Both vitest 4.1 and 5 build what `expect` returns from Chai's assertion, which has no type parameters. Their own
  // `Matchers` has other ones in each, so that no one declaration could add to both.
  // oxlint-disable-next-line typescript/no-namespace -- declaration merging
  namespace Chai {
    // oxlint-disable-next-line typescript/no-empty-object-type -- declaration merging
    interface Assertion extends RobustnessMatchers {}
  }
}
