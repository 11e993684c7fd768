import { canonicalJson } from '../hash/index.ts'
import { placeholdersIn } from '../tasks/question.ts'
import { messageOf } from '../text/index.ts'
import {
  type NotApplicable,
  type Perturbation,
  type Perturbed,
  type PromptPart,
  type PromptParts,
  UsageError,
} from '../types/index.ts'
import { contractPrompts } from './contractPrompts.ts'
import { applyEdits } from './_internal/edits.ts'
import { originalAnswer } from './_internal/readPerturbed.ts'
import { ENTITY_FIELDS, protectedPhrases } from './_internal/protectedSpans.ts'
import { renderParts } from './_internal/promptParts.ts'

const SEEDS = ['1', '2', '3', '4', '5']

/**
 * Lists the promises of a perturbation that it breaks on these prompts, one sentence each; the list is empty if it
 * keeps them all. It must give the same for the same seed, leave its input alone, be JSON-safe, give a reason where it
 * cannot apply and never an unchanged prompt, make no more edits than the strength says, and have edits of which every
 * subset applies and all together give the perturbed prompt. It must change nothing but what it touches, keep protected
 * texts, and keep or change the answer as declared. It must apply to one prompt at least. It is for tests of
 * perturbations of your own; the default prompts have every part.
 *
 * @example
 * perturbationContract(perturbations['swap-letters']) // => []
 */
export function perturbationContract(
  perturbation: Perturbation,
  prompts: readonly PromptParts[] = contractPrompts,
): readonly string[] {
  const broken = new Set<string>()
  let applied = 0
  for (const [index, parts] of prompts.entries()) {
    const before = canonicalJson(parts)
    for (const seed of SEEDS) {
      for (const strength of [1, Math.max(2, perturbation.strength)]) {
        const where = `prompt ${index + 1}, seed ${seed}, strength ${strength}`
        try {
          const result = perturbation.apply(parts, { seed, strength })
          if (canonicalJson(perturbation.apply(parts, { seed, strength })) !== canonicalJson(result)) {
            broken.add(`${where}: not the same for the same seed`)
          }
          if (JSON.stringify(JSON.parse(JSON.stringify(result))) !== JSON.stringify(result)) {
            broken.add(`${where}: the result is not JSON-safe`)
          }
          if (!('notApplicable' in result)) applied += 1
          for (const fault of faultsOf(perturbation, parts, result, strength)) broken.add(`${where}: ${fault}`)
        } catch (error) {
          broken.add(`${where}: ${messageOf(error)}`)
        }
      }
    }
    for (const part of perturbation.touches) {
      for (const fault of strayed(perturbation, parts, part))
        broken.add(`prompt ${index + 1}, within ${part}: ${fault}`)
    }
    if (canonicalJson(parts) !== before) broken.add(`prompt ${index + 1}: the input was changed`)
  }
  if (applied === 0) broken.add(`it applies to none of ${prompts.length} prompts`)
  if (!refusesStrength(perturbation, prompts)) broken.add('a strength of 0 is not refused with a UsageError')
  return [...broken]
}

function faultsOf(
  perturbation: Perturbation,
  parts: PromptParts,
  result: Perturbed | NotApplicable,
  strength: number,
): readonly string[] {
  if ('notApplicable' in result) return result.notApplicable.trim() === '' ? ['not applicable without a reason'] : []
  const { edits, gold } = result
  const broken: string[] = []
  if (renderParts(result.parts) === renderParts(parts))
    broken.push('the prompt reads as before; say why it cannot apply')
  const most = strength * leaves(perturbation)
  if (edits.length > most) broken.push(`${edits.length} edits, ${most} at most were asked for`)
  if (canonicalJson(applyEdits(parts, edits)) !== canonicalJson(result.parts)) {
    broken.push('the edits do not give the perturbed prompt')
  }
  if (canonicalJson(applyEdits(parts, [])) !== canonicalJson(parts)) broken.push('no edits change the prompt')
  for (const subset of subsetsOf(edits)) renderParts(applyEdits(parts, subset))
  if (gold !== result.parts.gold) broken.push('its gold is not the gold of its parts')
  if (goldChanged(parts, result) !== (perturbation.preserves === 'changes')) {
    broken.push(`declares ${JSON.stringify(perturbation.preserves)}, and the answer ${parts.gold} becomes ${gold}`)
  }
  const touched = new Set<string>(perturbation.touches)
  for (const part of changedParts(parts, result.parts)) {
    if (!touched.has(part)) broken.push(`changes ${part}, which it does not say it touches`)
  }
  broken.push(...lostPhrases(parts, result.parts, perturbation.touches).map((phrase) => `loses protected ${phrase}`))
  const whole = renderParts(parts).isWellFormed()
  if (whole && !renderParts(result.parts).isWellFormed()) broken.push('splits a surrogate pair')
  return broken
}

/** Says where a perturbation that is limited to one part changes another. */
function strayed(perturbation: Perturbation, parts: PromptParts, part: PromptPart): readonly string[] {
  try {
    const result = perturbation.apply(parts, { seed: 1, within: [part] })
    if ('notApplicable' in result) return []
    const allowed = part === 'entities' ? 'input' : part
    const others = changedParts(parts, result.parts).filter((changed) => changed !== allowed)
    return others.map((other) => `changes ${other}`)
  } catch (error) {
    return [messageOf(error)]
  }
}

/** Lists subsets of edits: each edit alone, all but each, and both halves; of long lists the first ones. */
function subsetsOf<Item>(edits: readonly Item[]): readonly (readonly Item[])[] {
  const first = edits.slice(0, 8)
  return [
    ...first.map((edit) => [edit]),
    ...first.map((_, at) => edits.filter((_edit, index) => index !== at)),
    edits.slice(0, edits.length >> 1),
    edits.slice(edits.length >> 1),
    edits.filter((_, index) => index % 2 === 0),
  ]
}

function leaves({ composedOf }: Perturbation): number {
  return composedOf === undefined ? 1 : composedOf.reduce((sum, item) => sum + leaves(item), 0)
}

function goldChanged(before: PromptParts, { parts }: Perturbed): boolean {
  if (before.gold === null || parts.gold === null) return before.gold !== parts.gold
  return originalAnswer(before, before.gold) !== originalAnswer(parts, parts.gold)
}

/** Names the parts that differ. The order of options takes their order with it. */
function changedParts(before: PromptParts, after: PromptParts): readonly string[] {
  const names = Object.keys(before) as (keyof PromptParts)[]
  return names.filter(
    (name) => name !== 'gold' && name !== 'optionOrder' && canonicalJson(before[name]) !== canonicalJson(after[name]),
  )
}

function refusesStrength(perturbation: Perturbation, [parts]: readonly PromptParts[]): boolean {
  if (parts === undefined) return true
  try {
    perturbation.apply(parts, { seed: 1, strength: 0 })
    return false
  } catch (error) {
    return error instanceof UsageError
  }
}

/**
 * Lists what must not be touched and was, one description each: placeholders of the template, mentions and label words in
 * any text, the fields that name entities, the options and their ids. They are counted in the texts, without a look at the
 * edits.
 */
function lostPhrases(before: PromptParts, after: PromptParts, touches: readonly PromptPart[]): readonly string[] {
  const lost: string[] = []
  const kept = placeholdersIn(after.instruction)
  for (const name of placeholdersIn(before.instruction)) if (!kept.includes(name)) lost.push(`placeholder {${name}}`)
  if (!touches.includes('entities')) {
    for (const name of Object.keys(before.input).filter((field) => ENTITY_FIELDS.has(field))) {
      if (after.input[name] !== before.input[name]) lost.push(`mention ${name}`)
    }
  }
  if (before.options.toSorted().join('\n') !== after.options.toSorted().join('\n')) lost.push('options')
  if (!touches.includes('optionIds') && before.optionIds.join() !== after.optionIds.join()) lost.push('ids of options')
  const [old, now] = [textsOf(before), textsOf(after)]
  for (const phrase of protectedPhrases(before, touches)) {
    if (count(now, phrase) < count(old, phrase)) lost.push(`text ${JSON.stringify(phrase)}`)
  }
  return lost
}

/** Returns all texts in words, one under the other, in small letters with single blanks. */
function textsOf({ system, turns, documents, instruction, input, demonstrations }: PromptParts): string {
  const texts = [
    system,
    instruction,
    ...turns.map(({ text }) => text),
    ...documents.map(({ text }) => text),
    ...Object.values(input),
    ...demonstrations.flatMap((shown) => Object.values(shown.input)),
  ]
  return texts.join('\n').toLowerCase().replaceAll(/\s+/g, ' ')
}

/** Counts how often a phrase occurs in a text as whole words. */
function count(text: string, phrase: string): number {
  const words = phrase.toLowerCase().replaceAll(/\s+/g, ' ')
  let found = 0
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const [left, right] = [text.slice(Math.max(0, at - 2), at), text.slice(at + words.length, at + words.length + 2)]
    if (!/[\p{L}\p{N}]$/u.test(left) && !/^[\p{L}\p{N}]/u.test(right)) found += 1
  }
  return found
}
