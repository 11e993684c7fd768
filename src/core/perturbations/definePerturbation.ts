import {
  UsageError,
  type Edit,
  type NotApplicable,
  type Perturbation,
  type PerturbationChoice,
  type PromptPart,
  type PromptParts,
} from '../types/index.ts'
import { applyEdits, atomsOf } from './_internal/edits.ts'
import { kitFor, type PerturbationKit } from './_internal/kit.ts'
import { protectedSpans, type Span } from './_internal/protectedSpans.ts'
import { renderParts } from './_internal/promptParts.ts'

/** The most edits that one application may make: the work and the prompt's growth stay bounded. */
export const MOST_EDITS = 10_000

/**
 * A `PerturbationDefinition` is what a perturbation declares: `definePerturbation` makes a perturbation of it.
 *
 * @example
 * const shouting: PerturbationDefinition = {
 *   name: 'shouting',
 *   family: 'words',
 *   summary: 'Words are written in capitals.',
 *   source: 'own',
 *   touches: ['instruction'],
 *   preserves: 'gold',
 *   strength: 2,
 *   propose: (_, kit) => kit.some(kit.words()).map((word) => kit.replace(word, word.text.toUpperCase())),
 * }
 * perturbationContract(definePerturbation(shouting)) // => []
 */
export interface PerturbationDefinition<Name extends string = string> extends Omit<
  Perturbation,
  'apply' | 'strength' | 'composedOf'
> {
  /** Unique name, in lower-case words joined by `-`. It is part of variant ids. */
  readonly name: Name
  /**
   * The edits that one application makes at most, unless asked for otherwise: a whole number from 1 to 10,000. Default:
   * 1.
   */
  readonly strength?: number
  /**
   * The edits that it would make; none, or a reason, where it can change nothing. All chance comes from the kit.
   * Replacements must not overlap, and must leave protected text alone: `kit.words()` and `kit.free()` know what that
   * is.
   */
  readonly propose: (parts: PromptParts, kit: PerturbationKit) => readonly Edit[] | NotApplicable
}

/**
 * Declares a perturbation and checks it. Throws `UsageError` where the declaration cannot work. Applying the
 * perturbation throws an `Error` that names it where it reaches for protected text. Whether it keeps its promises is
 * for `perturbationContract` to find out.
 *
 * @example
 * const inAHurry = definePerturbation({
 *   name: 'in-a-hurry',
 *   family: 'sentences',
 *   summary: 'The user is in a hurry.',
 *   source: 'own',
 *   touches: ['instruction'],
 *   preserves: 'gold',
 *   propose: (_, kit) => [kit.insert('instruction', 0, `${kit.pick(['Quick!', 'No time to lose:'])} `)],
 * })
 * perturbationContract(inAHurry) // => []
 */
export function definePerturbation<const Name extends string>(
  definition: PerturbationDefinition<Name>,
): Perturbation & { readonly name: Name } {
  const { propose, strength = 1, ...declared } = definition
  const fault = faultOf(definition)
  if (fault !== null) throw new UsageError(`definePerturbation(${JSON.stringify(definition.name)}): ${fault}`)
  return {
    ...declared,
    strength,
    apply: (parts, choice) => {
      const touches = within(declared.touches, choice)
      if (touches.length === 0) return { notApplicable: `touches ${declared.touches.join(', ')} only` }
      const kit = kitFor(parts, touches, choice.seed, checkedStrength(declared.name, choice.strength ?? strength))
      const proposed = propose(parts, kit)
      if ('notApplicable' in proposed) return proposed
      const edits = proposed.filter(
        (edit) => changesSomething(edit) && (choice.within === undefined || staysWithin(edit, touches)),
      )
      if (edits.length === 0) return { notApplicable: 'nothing here that it could change' }
      refuseProtected(declared.name, parts, edits, declared.touches)
      const perturbed = applyEdits(parts, edits)
      if (renderParts(perturbed) === renderParts(parts)) return { notApplicable: 'what it changes is not shown' }
      return { parts: perturbed, edits, gold: perturbed.gold }
    },
  }
}

function within(touches: readonly PromptPart[], { within: only }: PerturbationChoice): readonly PromptPart[] {
  return only === undefined ? touches : touches.filter((part) => only.includes(part))
}

/** Says whether an edit changes nothing but these parts. Input fields that name entities count as both. */
function staysWithin(edit: Edit, parts: readonly PromptPart[]): boolean {
  const known = new Set<string>(parts)
  return atomsOf(edit).every((atom) => {
    if (atom.kind === 'gold') return true
    const part = atom.kind === 'swap' ? atom.list : (atom.part.split('/')[0] ?? '')
    return known.has(part) || (part === 'input' && known.has('entities'))
  })
}

function checkedStrength(name: string, strength: number): number {
  if (Number.isInteger(strength) && strength >= 1 && strength <= MOST_EDITS) return strength
  throw new UsageError(`perturbation ${name}: strength must be a whole number from 1 to ${MOST_EDITS}, not ${strength}`)
}

function changesSomething(edit: Edit): boolean {
  return atomsOf(edit).some((atom) => {
    if (atom.kind === 'swap') return atom.i !== atom.j
    return atom.before !== atom.after
  })
}

function refuseProtected(name: string, parts: PromptParts, edits: readonly Edit[], touches: readonly PromptPart[]) {
  const known = new Map<string, readonly Span[]>()
  for (const atom of edits.flatMap(atomsOf)) {
    if (atom.kind !== 'replace') continue
    const spans = known.get(atom.part) ?? protectedSpans(parts, atom.part, touches)
    known.set(atom.part, spans)
    for (let at = firstEndingAfter(spans, atom.start); at < spans.length; at += 1) {
      const { start, end } = spans[at] as Span
      if (start >= atom.end) break
      if (holds(atom, start, end)) continue
      throw new Error(`perturbation ${name} changes protected text in ${atom.part}, ${start} to ${end}`)
    }
  }
}

/** Returns the index of the first span that ends after an offset; spans are sorted and disjoint. */
function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let [low, high] = [0, spans.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[middle] as Span).end > offset) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * Says whether the protected text is still in the replacement: one of more than the protected text may move it as a block.
 */
function holds(atom: { start: number; end: number; before: string; after: string }, start: number, end: number) {
  const inside = atom.start <= start && atom.end >= end
  return inside && atom.after.includes(atom.before.slice(start - atom.start, end - atom.start))
}

function faultOf({ name, summary, source, touches, propose, strength = 1 }: PerturbationDefinition): string | null {
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name)) return 'name must be lower-case words joined by "-"'
  if (summary.trim() === '') return 'summary must say what it does'
  if (source.trim() === '') return 'source must say where it comes from ("own" if from nowhere)'
  if (touches.length === 0) return 'touches must name at least one part'
  if (typeof propose !== 'function') return 'propose must be a function'
  return Number.isInteger(strength) && strength >= 1 && strength <= MOST_EDITS
    ? null
    : `strength must be a whole number from 1 to ${MOST_EDITS}`
}
