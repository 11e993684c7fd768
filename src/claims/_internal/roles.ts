import { didYouMean, shellWord } from '../../core/text/index.ts'
import { type ClaimContext, NotReadyError, type Role, UsageError } from '../../core/types/index.ts'
import { variantId } from '../../core/variants/index.ts'
import type { CommonOptions } from './options.ts'

/**
 * Returns the variants of a family: `all`, `seen`, `unseen` (as the release line declares; where it declares nothing, as
 * the set does, and else everything but the canonical instruction is unseen), or a wording family of the set. Throws
 * `UsageError` for a family that has no instruction, and for unreviewed ones unless `allowUnreviewed`.
 */
export function poolOf(matcher: string, family: string, context: ClaimContext, allowUnreviewed: boolean): string[] {
  const ids = [...context.families.keys()]
  const pool = select(family, ids, context)
  if (pool.length === 0) {
    const known = [...new Set(['all', 'seen', 'unseen', ...context.families.values()])]
    const full = known.filter((one) => select(one, ids, context).length > 0)
    const empty = known.filter((one) => !full.includes(one))
    throw new UsageError(
      `${matcher}(): task "${context.taskName}" has no instruction of family "${family}"${known.includes(family) ? '' : didYouMean(family, full)}; ` +
        `it has ${full.join(', ')}${empty.length === 0 ? '' : `, and none of ${empty.join(', ')}`}${whyEmpty(family, context)}`,
    )
  }
  const unsigned = pool.filter((id) => context.unreviewed.has(id))
  if (unsigned.length > 0 && !allowUnreviewed) {
    throw new NotReadyError(
      `${matcher}(): nobody has reviewed ${unsigned.length === 1 ? 'instruction' : 'instructions'} ${unsigned.join(', ')} of task "${context.taskName}"; ` +
        `read and sign them: ${reviewCommands(unsigned, context)}; or pass allowUnreviewed: true`,
    )
  }
  return pool
}

/** Says whose word it is that nothing is seen, or unseen; an empty text for other families. */
function whyEmpty(family: string, { seen }: ClaimContext): string {
  if (seen === null || (family !== 'seen' && family !== 'unseen')) return ''
  return `: by the seen or seenIn of robustness(), the line was tuned on ${family === 'seen' ? 'none' : 'each'} of them`
}

/** Returns the command that signs them, one for each file that they stand in. */
function reviewCommands(unsigned: readonly string[], { unreviewedIn }: ClaimContext): string {
  const files = new Set(unsigned.map((id) => unreviewedIn?.get(id)))
  return [...files]
    .map((file) => `npx vitest-robustness review ${file === undefined ? '<instruction set>' : shellWord(file)}`)
    .join(' and ')
}

function select(family: string, ids: readonly string[], context: ClaimContext): string[] {
  if (family === 'all') return [...ids]
  if (family !== 'seen' && family !== 'unseen') return ids.filter((id) => context.families.get(id) === family)
  const { seen } = context
  if (seen !== null) return ids.filter((id) => seen.has(id) === (family === 'seen'))
  // Nothing is declared of what the line was tuned on: use the families declared in the instruction set. Where the set
  // declares none either, take the canonical wording as the only one that the line has seen.
  const declared = ids.filter((id) => context.families.get(id) === family)
  return declared.length > 0 ? declared : ids.filter((id) => (id === context.canonical) === (family === 'seen'))
}

/** Returns the instructions of a family without the canonical one. Throws `UsageError` where none is left. */
export function rewordingsOf(
  matcher: string,
  options: CommonOptions & { readonly family?: string },
  context: ClaimContext,
): { readonly pool: readonly string[]; readonly population: string } {
  const family = options.family ?? 'all'
  const pool = poolOf(matcher, family, context, options.allowUnreviewed ?? false).filter(
    (id) => id !== context.canonical,
  )
  if (pool.length > 0) return { pool, population: `on these ${pool.length} ${familyWords(family, context)}rewordings` }
  throw new UsageError(`${matcher}(): task "${context.taskName}" has only its canonical instruction; add rewordings`)
}

/** Returns the role of claims about single answers: the instructions of a family, asked of the candidate. */
export function askedRole(
  matcher: string,
  options: CommonOptions & { readonly family?: string },
  context: ClaimContext,
): { readonly roles: readonly Role[]; readonly population: string } {
  const family = options.family ?? 'all'
  const pool = poolOf(matcher, family, context, options.allowUnreviewed ?? false)
  const draw = Math.min(options.variants ?? 1, pool.length)
  return {
    roles: [{ name: 'asked', pool, draw, trials: 1, side: 'candidate' }],
    population: onTheseInstructions(pool, family, context),
  }
}

/** Returns the role of one instruction, asked once on every example. Arms are made of such roles. */
export function instructionRole(id: string): Role {
  return { name: `instruction ${id}`, pool: [id], draw: 1, trials: 1, side: 'candidate' }
}

/** Puts the population into words: `on these 24 unseen instructions`. */
export function onTheseInstructions(pool: readonly string[], family: string, context: ClaimContext): string {
  return `on these ${pool.length} ${familyWords(family, context)}instructions`
}

/**
 * Puts a family as an adjective before "instructions", with a blank after it; an empty text for `all`. Where the release
 * line declares nothing of what it was tuned on, the set alone says that an instruction is unseen, so that it reads
 * "declared unseen".
 */
export function familyWords(family: string, { seen }: Pick<ClaimContext, 'seen'>): string {
  if (family === 'all') return ''
  return seen === null && (family === 'unseen' || family === 'seen') ? `declared ${family} ` : `${family} `
}

/** The perturbations that a claim asks for, after `choosePerturbations` checked them. */
export interface PerturbedPool {
  readonly perturbations: readonly string[]
  readonly strength?: number
}

/** Returns the variants of the canonical instruction under perturbations, as a role. */
export function perturbedRole(
  matcher: string,
  { perturbations, strength }: PerturbedPool,
  context: ClaimContext,
  { draw, trials, answer }: { readonly draw: number; readonly trials: number; readonly answer: 'keeps' | 'changes' },
): Role {
  const pool = perturbations.map((perturbation) => {
    const id = variantId({ instruction: context.canonical, perturbation, ...(strength !== undefined && { strength }) })
    if (!context.families.has(id)) return id
    throw new UsageError(
      `${matcher}(): an instruction of task "${context.taskName}" is named ${id}, as a variant would be`,
    )
  })
  return { name: 'perturbed', pool, draw: Math.min(draw, pool.length), trials, side: 'candidate', perturbed: answer }
}

/** Puts the population into words: `under swap-letters and whitespace`, or `under these 13 perturbations`. */
export function underThese({ perturbations, strength }: PerturbedPool): string {
  const names = perturbations.length > 3 ? `these ${perturbations.length} perturbations` : perturbations.join(', ')
  return `under ${names}${strength === undefined ? '' : ` at strength ${strength}`}`
}
