import { answerHash, isStoredAnswerHash, storedAnswerHash } from '../../src/core/hash/index.ts'
import type { ClaimPicture, ClaimResult, Observation } from '../../src/core/types/index.ts'
import { OBSERVATION_FIELDS } from '../../src/core/types/observation.ts'
import { seenAndUnseen } from './counts.ts'
import type { PageParts } from './htmlParts.ts'
import { PAGE_COLUMNS, type PageColumn, type PageData, type PageLine } from './script/data.ts'

/**
 * The most characters of model text and inputs in one page. Later texts are cut, and the command `show` prints them
 * whole.
 */
const BUDGET = 16_000_000
const SHORT = 2000

/**
 * Makes the data that the page's script shows: the observations as columns of places in lists, and the texts that
 * flipped ones need. Inputs are there only for cells on which the failure of a claim rests: whoever has seen an example
 * may repair the model for it, and the next gate would count that. Every text in the data is hostile, and only becomes
 * a text node.
 */
export function pageData(parts: PageParts): PageData {
  const { evidence, picture } = parts
  const observations = picture?.observations ?? []
  let left = BUDGET
  const afford = (text: string): string => {
    const kept = text.length <= left ? text : text.slice(0, SHORT)
    left = Math.max(0, left - kept.length)
    return kept === text ? text : `${kept}… (${text.length} characters: see the command below)`
  }
  const [releases, tasks, outcomes, examples, variants] = [pool(), pool(), pool(), pool(), pool()]
  const [answers, raws, reasons] = [pool(), pool(), pool()]
  const columns = Object.fromEntries(PAGE_COLUMNS.map((name) => [name, new Array<number>()])) as Columns
  let [lastTask, lastExample, lastGold] = ['', '', '']
  /** The places of the variants of the task that the last observation is of. */
  const ownVariants = new Map<string, number>()
  for (const one of observations) {
    const { task, example, gold, variant } = one
    // Neighbours mostly have an example in common, whose key need not be written for each.
    const isSame = lastExample === example && lastGold === gold && lastTask === task && columns.example.length > 0
    columns.example.push(isSame ? columns.example.at(-1)! : examples.place(`${task}\n${example}\n${gold}`))
    if (lastTask !== task) ownVariants.clear()
    let variantPlace = ownVariants.get(variant)
    if (variantPlace === undefined) ownVariants.set(variant, (variantPlace = variants.place(`${task}\n${variant}`)))
    columns.variant.push(variantPlace)
    lastTask = task
    lastExample = example
    lastGold = gold
    columns.release.push(releases.place(one.release))
    columns.task.push(tasks.place(task))
    columns.trial.push(one.trial)
    columns.outcome.push(outcomes.place(one.outcome))
    columns.score.push(Math.round(1e4 * one.score) / 1e4)
    columns.answer.push(one.answer === null ? -1 : answers.place(answerText(one)))
    columns.raw.push(one.raw === null ? -1 : raws.place(one.raw))
    columns.reason.push(one.reason === undefined ? -1 : reasons.place(one.reason))
  }
  const lines = Object.entries(OBSERVATION_FIELDS).flatMap(([name, field]) =>
    'page' in field && field.page !== 'layout' ? [lineOf(observations, name as keyof Observation)] : [],
  )
  const shown = evidence.claims.map((claim) => flipsOf(claim, picture?.claims.get(claim.title)))
  const flipped = new Set(
    shown
      .flat()
      .map(([, after]) => observations.at(after))
      .map((one) => one && `${one.task}\n${one.example}`),
  )
  const unseen = new Map(evidence.tasks.map(({ name }) => [name, seenAndUnseen(evidence, name)]))
  const byId = new Map(
    [...(picture?.tasks ?? [])].map(([name, task]) => [name, new Map(task.examples.map((one) => [one.id, one]))]),
  )
  const templates = new Map(
    [...(picture?.tasks ?? [])].map(([name, task]) => [name, new Map(task.instructions.map((one) => [one.id, one]))]),
  )
  return {
    releases: releases.texts,
    tasks: tasks.texts,
    outcomes: outcomes.texts,
    answers: answers.texts.map(afford),
    raws: raws.texts.map(afford),
    reasons: reasons.texts.map(afford),
    examples: examples.texts.map((key) => {
      const [task = '', id = '', gold = ''] = split(key)
      const example = byId.get(task)?.get(id)
      const input = flipped.has(`${task}\n${id}`) ? example?.input : undefined
      return {
        id,
        gold: afford(gold),
        // JSON leaves out names without a value.
        slices: example?.slices,
        input: input && mapValues(input, afford),
        options: input && example?.options?.map(afford),
      }
    }),
    variants: variants.texts.map((key) => {
      const [task = '', id = ''] = split(key)
      const [name = '', ...perturbations] = id.split('+')
      const instruction = templates.get(task)?.get(name)
      const sets = unseen.get(task)
      return {
        id,
        family: instruction?.family ?? '',
        perturbation: perturbations.join('+'),
        seen: sets?.seen.has(id) ? 'seen' : sets?.unseen.has(id) ? 'unseen' : '',
        text: instruction && afford(instruction.text),
      }
    }),
    columns: PAGE_COLUMNS,
    cells: PAGE_COLUMNS.map((name) => columns[name]),
    lines: lines.map(({ name, texts, places }) => ({ name, texts: texts.map(afford), places })),
    claims: evidence.claims.map((claim, index) => ({
      title: claim.title,
      verdict: claim.verdict,
      cells: picture?.claims.get(claim.title)?.cells ?? [],
      flips: shown[index] ?? [],
    })),
  }
}

/** Writes a field of all observations as text: a text as it is, anything else as JSON, no text where it is absent. */
export function lineOf(observations: Iterable<Observation>, name: keyof Observation): PageLine {
  const { texts, place } = pool()
  const places = Array.from(observations, ({ [name]: value }) => {
    if (value === undefined || value === null) return -1
    return place(typeof value === 'string' ? value : JSON.stringify(value))
  })
  return { name, texts, places }
}

/** The fields that the layout has a place for. Gold answers stand with their examples. */
type LayoutField = {
  [Name in keyof typeof OBSERVATION_FIELDS]: (typeof OBSERVATION_FIELDS)[Name] extends { readonly page: 'layout' }
    ? Name
    : never
}[keyof typeof OBSERVATION_FIELDS]
type Columns = Readonly<Record<PageColumn | Exclude<LayoutField, 'gold'>, number[]>>

/**
 * Returns the flips of a claim that are shown. A claim that passes shows none, so that its examples stay unknown to
 * readers; the failure of a negated claim is that nothing differs.
 */
function flipsOf({ verdict, spec }: ClaimResult, picture: ClaimPicture | undefined) {
  if (verdict === 'pass' || spec.negated) return []
  return (picture?.flips ?? []).map(
    ({ before, after, roles }) => [before ?? -1, after, roles.before, roles.after] as const,
  )
}

/** Returns the answer as text. Where it was kept as a hash, only a comparison with the gold answer is possible. */
function answerText({ answer, gold }: Observation): string {
  if (answer === null || !isStoredAnswerHash(answer)) return answer ?? ''
  return answer === storedAnswerHash(answerHash(gold)) ? gold : `another answer, kept only as a hash (${answer})`
}

/** Splits a key into three parts at most: ids hold no line break, and gold answers may. */
function split(key: string): [string, string, string] {
  const [task = '', id = '', ...gold] = key.split('\n')
  return [task, id, gold.join('\n')]
}

function mapValues(record: Readonly<Record<string, string>>, map: (text: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, text]) => [name, map(text)]))
}

/** A pool that holds each text once, known by its place. */
export interface Pool {
  readonly texts: readonly string[]
  /** The place of a text, new or known. */
  readonly place: (text: string) => number
}

/** Makes an empty pool. */
function pool(): Pool {
  const texts: string[] = []
  const places = new Map<string, number>()
  let last: string | undefined
  let lastPlace = -1
  return {
    texts,
    place: (text) => {
      // Neighbours mostly have most of their texts in common.
      if (text === last) return lastPlace
      last = text
      lastPlace = places.get(text) ?? texts.push(text) - 1
      places.set(text, lastPlace)
      return lastPlace
    },
  }
}
