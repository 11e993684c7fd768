import type { Reading } from '../types/index.ts'
import { defineTask } from './defineTask.ts'
import { parseDigits } from './json.ts'
import { announcedText, markFields } from './_internal/conclusions.ts'
import { bare, cutRunOn, separateReasoning, undress } from './_internal/plainText.ts'
import { refusesAtOnce, soundsRefused } from './_internal/denial.ts'
import { squadNormalise } from './squadNormalise.ts'

/** Matches a sign that ends a sentence. A dot after a title, an initial or an abbreviation does not. */
const SENTENCE_END =
  /[!?;](?=\s)|(?<!\b(?:dr|mr|mrs|ms|prof|st|sen|rep|gen|gov|lt|col|capt|rev|hon|jr|sr|vs|no|inc|ltd|co|corp|mt|ft|fig|approx|ca|[a-z](?:\.[a-z]){0,4}))\.(?=\s)/iu

/** The model answers a question with words copied from a passage. Answers are compared and scored as SQuAD's exact match. */
export const extractiveQa = defineTask({
  kind: 'extractive-qa',
  reader: '3',
  summary: 'Answer a question with words copied from a passage.',
  fields: ['passage', 'question'],
  optionalFields: [],
  hasOptions: false,
  hasLabels: false,
  check: ({ gold, input }) => {
    const key = squadNormalise(gold)
    if (key === '') return `gold ${JSON.stringify(gold)} holds nothing but articles and punctuation`
    const passage = input['passage'] ?? ''
    // Where annotators ended a span inside a word ("Manning" of "Manning's"), the letters are in the passage all the same.
    if (` ${squadNormalise(passage)} `.includes(` ${key} `) || passage.includes(gold)) return null
    return `gold ${JSON.stringify(gold)} is not in the passage: an extractive answer is copied from it`
  },
  read: (text, { input }, { cut }) => readSpan(text, input['passage'] ?? '', cut),
  sameAnswer: (a, b) => squadNormalise(a) === squadNormalise(b),
  score: (answer, { gold }) => (squadNormalise(answer) === squadNormalise(gold) ? 1 : 0),
})

/**
 * Reads an answer that should be copied from `passage`, and never looks at the gold answer. In this order:
 * 1. Reasoning is taken off; where it never ends there is no answer. A further item that the model adds is cut off.
 * 2. The whole text, if it stands in the passage. A JSON object counts by its field `answer` or its only field.
 * 3. A text that declines at once is refused, unless it announces an answer all the same.
 * 4. What the last announcement says ("The answer is …", `<answer>…</answer>`), else the text: all of it, its first line,
 *    and that line up to a sentence's end, "because" or a comma, the first that stands in the passage. Dots of "Dr." and
 *    "U.S." end no sentence.
 * 5. The name with which a short line begins ("Dr. No paid it"), if it stands in the passage.
 * 6. Else a refusal somewhere, or the first line as the model wrote it.
 * "Stands in the passage" is whole words after SQuAD's normalisation; signs that only look another way (dashes, quotes)
 * are equal, and the answer is then the passage's own. A cut text counts where its answer is a line that was finished.
 */
function readSpan(text: string, passage: string, cut = false): Reading {
  const { said: spoken, unfinished } = separateReasoning(text)
  if (unfinished) return { outcome: 'unparseable', reason: 'the reasoning never ends, so no answer follows it' }
  const plain = undress(markFields(cutRunOn(spoken)))
  if (squadNormalise(plain) === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const find = finder(passage)
  const field = jsonAnswer(spoken)
  const whole = cut ? undefined : first([plain, spoken.trim(), ...(field === null ? [] : [field])], find)
  if (whole !== undefined) return { outcome: 'answered', answer: whole }
  if (field !== null && !cut) return asSaid(field)

  const announced = announcedText(plain)
  if (announced === null && refusesAtOnce(plain))
    return { outcome: 'refused', reason: 'the text begins with a refusal' }
  const after = announced ?? plain
  const line = firstLine(after)
  if (cut && !after.trimStart().slice(line.length).includes('\n'))
    return { outcome: 'unparseable', reason: 'no answer stands whole before the reasons' }
  const clauses = [SENTENCE_END, /,? (?:because|since|as)\b/iu, /[,(–—]/u].map((end) => line.split(end, 1)[0] ?? '')
  const span = first([...(cut ? [] : [after]), line, ...clauses, leadingName(line)], find)
  if (span !== undefined) return { outcome: 'answered', answer: span }
  if (soundsRefused(plain)) return { outcome: 'refused', reason: 'the text is a refusal' }
  return asSaid(line)
}

function asSaid(text: string): Reading {
  const said = bare(text)
  if (squadNormalise(said) === '') return { outcome: 'unparseable', reason: 'the text holds no words' }
  return { outcome: 'answered', answer: said }
}

function first(candidates: readonly string[], find: (span: string) => string | null): string | undefined {
  for (const candidate of candidates) {
    const found = find(candidate)
    if (found !== null) return found
  }
  return undefined
}

/** Makes a function that looks a span up in a passage and gives it as it was said, or else as the passage writes it. */
function finder(passage: string): (span: string) => string | null {
  const words = ` ${squadNormalise(passage)} `
  const signs = sameSigns(passage)
  return (span) => {
    const key = squadNormalise(span)
    if (key === '') return null
    if (words.includes(` ${key} `)) return bare(span)
    const wanted = sameSigns(bare(span))
    // "Manning" of "Manning's": within the passage a word may continue after an apostrophe or a hyphen.
    for (let at = signs.indexOf(wanted); at >= 0; at = signs.indexOf(wanted, at + 1)) {
      const inside = /[\p{L}\p{N}]$/u.test(signs.slice(0, at)) || /^[\p{L}\p{N}]/u.test(signs.slice(at + wanted.length))
      if (!inside) return passage.slice(at, at + wanted.length)
    }
    return null
  }
}

/**
 * Returns the text in lower case, with one sign for all dashes and one for all quotes of a sort. Every sign keeps its place, so
 * that a span that is found here can be cut out of the text itself.
 */
function sameSigns(text: string): string {
  const signs = text
    .replaceAll(/[‐-―−]/gu, '-')
    .replaceAll(/[‘’‛′]/gu, "'")
    .replaceAll(/[“”„″]/gu, '"')
  const lower = signs.toLowerCase()
  return lower.length === signs.length ? lower : signs
}

/** Capitalised words at the head of a line that adds at most three small ones: a name that a sentence was begun with. */
function leadingName(line: string): string {
  const name =
    /^(?:[Tt]he\s+)?((?:[\p{Lu}\p{N}][\p{L}\p{N}.'’-]*)(?:\s+(?:(?:of|the|de|von|van|and|&)\s+){0,2}[\p{Lu}\p{N}][\p{L}\p{N}.'’-]*)*)(?:\s+\p{Ll}[\p{L}'’-]*){1,3}[.!]?$/u.exec(
      line.trim(),
    )
  return name?.[1] ?? ''
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => squadNormalise(line) !== '') ?? ''
}

/** Returns the text in a JSON object's field `answer`, or in its only field; `null` if the text is no such object. */
function jsonAnswer(text: string): string | null {
  const json = text.replaceAll(/^[ \t]*```[^\n`]*$/gm, '').trim()
  if (!json.startsWith('{')) return null
  try {
    const object = parseDigits(json) as Record<string, unknown>
    const fields = Object.entries(object)
    const [, value] =
      fields.find(([name]) => /^(?:final[_ -]?)?answer$/i.test(name)) ?? (fields.length === 1 ? (fields[0] ?? []) : [])
    return typeof value === 'string' || typeof value === 'number' ? String(value) : null
  } catch {
    return null
  }
}
