/** Chooses the kind of task that a set of cases is, by what is asked and by the answers that are right. */
import { counted } from '../../../core/text/index.ts'
import type { Location } from '../../../core/types/index.ts'

/** One case, with the names that its author gave. */
export interface Case {
  readonly input: Readonly<Record<string, string>>
  readonly gold: string
  readonly at: Location
}

/** The content of a case: one text, or a question about a passage. The values are the author's names. */
export type Shown = { readonly text: string } | { readonly question: string; readonly passage: string }

/** Kinds of task that cases can be. */
export type ChosenKind = 'boolean-qa' | 'text-classification' | 'extractive-qa' | 'free-answer' | 'structured-output'

/** A kind of task for cases, and how they become its examples. */
export interface ChosenTask {
  readonly kind: ChosenKind
  /** Input field of the kind -> the author's name. */
  readonly fields: Readonly<Record<string, string>>
  /** Further fields that the author's prompt shows, under the author's names. */
  readonly optional?: readonly string[]
  /** Answer as its author wrote it -> gold answer; `null` where the two are the same. */
  readonly goldMap: Readonly<Record<string, string>> | null
  /** Label id -> words; `null` for kinds without labels. */
  readonly labels: Readonly<Record<string, string>> | null
  /** The reason why it is this kind, for the user. */
  readonly why: string
}

/** Returns advice about a kind whose claims cannot gate yet; nothing about the others. */
export function adviceFor(kind: ChosenKind): readonly string[] {
  if (kind !== 'free-answer') return []
  return [
    'Claims about free answers are advisory until their judge was held against humans, and alone they leave a gate inconclusive (3): npx vitest-robustness judge --help',
  ]
}

/** The most labels of a closed list: a prompt would not show more. */
const MOST_LABELS = 20
const isYes = (gold: string): boolean => /^\s*(?:yes|y|true)\s*$/i.test(gold)
const isNo = (gold: string): boolean => /^\s*(?:no|n|false)\s*$/i.test(gold)

/** Finds which of these names is the question and which the passage, or the one text. `null` for more than two. */
export function whatIsShown(names: readonly string[], cases: readonly Case[]): Shown | null {
  const [first, second] = names
  if (first === undefined || names.length > 2) return null
  if (second === undefined) return { text: first }
  const asks = names.find((name) => /quest|query|ask|^q$/i.test(name))
  const question = asks ?? (lengthOf(first, cases) <= lengthOf(second, cases) ? first : second)
  return { question, passage: question === first ? second : first }
}

/**
 * Chooses the kind of these cases. Yes and no come first, then a closed list of answers, then words of the passage, else
 * free answers.
 */
export function chooseTask(shown: Shown, cases: readonly Case[]): ChosenTask {
  const golds = [...new Set(cases.map(({ gold }) => gold))]
  if (golds.every((gold) => isYes(gold) || isNo(gold))) {
    const goldMap = Object.fromEntries(golds.map((gold) => [gold, isYes(gold) ? 'yes' : 'no']))
    if (!('text' in shown))
      return { kind: 'boolean-qa', fields: { ...shown }, goldMap, labels: null, why: 'the answers are yes and no' }
    return {
      kind: 'text-classification',
      fields: { text: shown.text },
      goldMap,
      labels: { yes: 'yes', no: 'no' },
      why: 'the answers are yes and no, and boolean-qa would take a passage and a question where there is one text',
    }
  }
  const closed = isClosed(golds, cases)
  if ('text' in shown && closed) return classes(shown.text, golds, cases)
  const asIs = { goldMap: null, labels: null }
  if (!('text' in shown) && cases.every(({ input, gold }) => (input[shown.passage] ?? '').includes(gold)))
    return { ...asIs, kind: 'extractive-qa', fields: { ...shown }, why: `every answer stands in its ${shown.passage}` }
  const fields = 'text' in shown ? { question: shown.text } : { ...shown }
  const why =
    !('text' in shown) && closed
      ? `${golds.length} different answers would be classes, but nothing says how the two texts ${shown.question} and ${shown.passage} are shown. With a prompt that shows both its claims could gate: --from prompt.txt`
      : `${counted(golds.length, 'different answer is', 'different answers are')} no closed list${'text' in shown ? '' : `, and not all stand in ${shown.passage}`}`
  return { ...asIs, kind: 'free-answer', fields, why }
}

/**
 * Chooses the kind of cases that a prompt of the user's shows. Several texts with a closed list of answers are classes too,
 * which gate without a judge. `null` where nothing fits.
 */
export function chooseTaskOfPrompt(names: readonly string[], cases: readonly Case[]): ChosenTask | null {
  const shown = whatIsShown(names, cases)
  const task = shown && chooseTask(shown, cases)
  return task === null || task.kind === 'free-answer' ? (classesOfSeveral(names, cases) ?? task) : task
}

/**
 * Makes classes of several texts: the longest is the text that is classified, the others are further fields. `null` where
 * the answers are no closed list, or are yes and no.
 */
function classesOfSeveral(names: readonly string[], cases: readonly Case[]): ChosenTask | null {
  const golds = [...new Set(cases.map(({ gold }) => gold))]
  if (names.length < 2 || !isClosed(golds, cases) || golds.every((gold) => isYes(gold) || isNo(gold))) return null
  const [longest] = names.toSorted((a, b) => lengthOf(b, cases) - lengthOf(a, cases))
  const text = names.find((name) => name === 'text') ?? longest!
  const optional = names.filter((name) => name !== text)
  // The task fills this in itself.
  if (optional.includes('labels')) return null
  const { why, ...task } = classes(text, golds, cases)
  return { ...task, optional, why: `${why}, and the prompt shows ${optional.join(', ')} beside ${text}` }
}

function isClosed(golds: readonly string[], cases: readonly Case[]): boolean {
  return golds.length <= MOST_LABELS && golds.length >= 2 && cases.length >= 2 * golds.length
}

function classes(text: string, golds: readonly string[], cases: readonly Case[]): ChosenTask {
  const labels = Object.fromEntries(golds.toSorted().map((gold) => [gold.trim(), gold.trim()]))
  const goldMap = golds.every((gold) => gold === gold.trim())
    ? null
    : Object.fromEntries(golds.map((gold) => [gold, gold.trim()]))
  const why = `${counted(cases.length, 'case has', 'cases have')} ${golds.length} different answers`
  return { kind: 'text-classification', fields: { text }, goldMap, labels, why }
}

function lengthOf(name: string, cases: readonly Case[]): number {
  return cases.reduce((sum, { input }) => sum + (input[name] ?? '').length, 0)
}
