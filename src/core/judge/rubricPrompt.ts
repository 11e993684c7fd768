import { UsageError } from '../words/index.ts'

const NAMES = ['question', 'reference', 'answer'] as const

/** What a rubric is filled with. */
export type RubricFields = Readonly<Record<(typeof NAMES)[number], string>>

/** A rubric with its three fields put in; one pass, so that braces in an answer mean nothing. */
export function rubricPrompt(rubric: string, fields: RubricFields): string {
  return rubric.replaceAll(/\{(question|reference|answer)\}/g, (_, name: keyof RubricFields) => fields[name])
}

/** Throws `UsageError` where a rubric does not mention all of its fields. */
export function checkRubric(rubric: string, where: string): void {
  const missing = NAMES.filter((name) => !rubric.includes(`{${name}}`))
  if (missing.length === 0) return
  const names = missing.map((name) => `{${name}}`).join(' and ')
  throw new UsageError(`${where}: the rubric does not mention ${names}: the judge would not see it`)
}
