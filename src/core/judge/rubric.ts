import { booleanQa, doubleBraced, textClassification } from '../tasks/index.ts'
import { UsageError } from '../types/index.ts'

const NAMES = ['question', 'reference', 'answer'] as const

/** The texts that a rubric is filled with. */
export type RubricFields = Readonly<Record<(typeof NAMES)[number], string>>

/** The words in which a judge says that an answer is right or wrong. */
export interface VerdictWords {
  readonly right: string
  readonly wrong: string
}

/** The words where a rubric declares none. */
const YES_NO: VerdictWords = { right: 'yes', wrong: 'no' }
const DECLARED = /^\u{FEFF}?verdict:[^\n]*\n?/u
const WORD = String.raw`(?:'([^'\n]+)'|"([^"\n]+)"|([^\s'",{}]+))`
const FORM = new RegExp(String.raw`^\u{FEFF}?verdict:\s*\{\s*right:\s*${WORD}\s*,\s*wrong:\s*${WORD}\s*\}\s*$`, 'u')
const EXAMPLE = "verdict: { right: 'correct', wrong: 'incorrect' }"

/**
 * Returns a rubric with its three fields put in; one pass, so that braces in an answer mean nothing. Its declaration is not
 * sent.
 */
export function rubricPrompt(rubric: string, fields: RubricFields): string {
  const asked = rubric.replace(DECLARED, '')
  return asked.replaceAll(/\{(question|reference|answer)\}/g, (_, name: keyof RubricFields) => fields[name])
}

/**
 * Returns the words that a verdict needs: those of the rubric's first line `verdict: { right: 'correct', wrong: 'incorrect'
 * }`, or yes and no where it has none.
 */
function verdictWords(rubric: string): VerdictWords {
  const found = FORM.exec(DECLARED.exec(rubric)?.[0].trimEnd() ?? '')
  if (found === null) return YES_NO
  return { right: found[1] ?? found[2] ?? found[3] ?? '', wrong: found[4] ?? found[5] ?? found[6] ?? '' }
}

/** Says which words a verdict must be, for a message about one that cannot be read. */
export function wantedVerdict(rubric: string): string {
  const { right, wrong } = verdictWords(rubric)
  const own = DECLARED.test(rubric) ? '' : `; a rubric declares other words in its first line: ${EXAMPLE}`
  return `it must be ${JSON.stringify(right)} or ${JSON.stringify(wrong)}${own}`
}

/** Throws `UsageError` where a rubric does not mention all of its fields, or declares its words in another form. */
export function checkRubric(rubric: string, where: string): void {
  const declared = DECLARED.exec(rubric)?.[0]
  const { right, wrong } = verdictWords(rubric)
  if (declared !== undefined && !FORM.test(declared.trimEnd()))
    throw new UsageError(`${where}: the first line must have the form ${EXAMPLE}`)
  if (right.toLowerCase() === wrong.toLowerCase())
    throw new UsageError(
      `${where}: a right and a wrong answer need two different words, not ${JSON.stringify(right)} twice`,
    )
  const doubled = doubleBraced(rubric, NAMES)
  if (doubled !== null)
    throw new UsageError(`${where}: the rubric puts {${doubled}} in braces: write {${doubled}}, not {{${doubled}}}`)
  const missing = NAMES.filter((name) => !rubric.includes(`{${name}}`))
  if (missing.length === 0) return
  const names = missing.map((name) => `{${name}}`).join(' and ')
  throw new UsageError(`${where}: the rubric does not mention ${names}: the judge would not see it`)
}

/**
 * Returns a judge's verdict: `true` right, `false` wrong, `null` where its text says neither, or both. The words are those
 * of the rubric, yes and no by default.
 */
export function readVerdict(text: string, rubric: string): boolean | null {
  const { right, wrong } = verdictWords(rubric)
  const example = { id: '', group: '', input: {}, gold: right }
  const reading =
    right === 'yes' && wrong === 'no'
      ? booleanQa.read(text, example, { labels: null })
      : textClassification.read(text, example, { labels: { [right]: right, [wrong]: wrong } })
  return reading.outcome === 'answered' ? reading.answer === right : null
}
