import { nameHint } from '../core/text/index.ts'
import { UsageError, type Surroundings } from '../core/words/index.ts'

type Check = (value: unknown) => string | null

const isText = (value: unknown): boolean => typeof value === 'string'
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isTexts = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isText)

type Keys = Readonly<Record<string, (value: unknown) => boolean>>

/** A list whose items have these keys, each as its test wants it. */
function listOf(keys: Keys, example: string): Check {
  return (value) =>
    Array.isArray(value) && value.every((item) => fits(item, keys)) ? null : `must be a list of ${example}`
}

function fits(item: unknown, keys: Keys): boolean {
  if (!isRecord(item) || !Object.keys(item).every((key) => Object.hasOwn(keys, key))) return false
  return Object.entries(keys).every(([key, test]) => test(item[key]))
}

const CHECKS: Readonly<Record<keyof Surroundings, Check>> = {
  system: (value) => (isText(value) ? null : 'must be a text'),
  turns: listOf({ role: (role) => role === 'user' || role === 'assistant', text: isText }, "{ role: 'user', text }"),
  documents: listOf({ id: isText, text: isText }, '{ id, text }'),
  tools: listOf({ name: isText, description: isText, parameters: isRecord }, '{ name, description, parameters }'),
  demonstrations: listOf(
    {
      input: isTexts,
      answer: isText,
      options: (options) => options === undefined || (Array.isArray(options) && options.every(isText)),
    },
    '{ input: { field: text }, answer }',
  ),
  shots: (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? null : 'must be a whole number from 0'),
  inverses: (value) => (isTexts(value) ? null : 'must be an object: label id -> label id'),
}

/** Checks what a suite wrote about the surroundings of its prompts. Throws `UsageError`. */
export function readSurroundings(factory: string, raw: unknown): Surroundings {
  const here = `${factory}(): "surroundings"`
  if (!isRecord(raw)) throw new UsageError(`${here} must be an object, e.g. { system: 'You are …', documents: [] }`)
  const keys = Object.keys(CHECKS)
  for (const [key, value] of Object.entries(raw)) {
    if (!Object.hasOwn(CHECKS, key)) throw new UsageError(`${here}: unknown key "${key}"${nameHint(key, keys)}`)
    const fault = CHECKS[key as keyof Surroundings](value)
    if (fault !== null) throw new UsageError(`${here}: "${key}" ${fault}`)
  }
  // Plain data, so that it can be hashed and recorded.
  return JSON.parse(JSON.stringify(raw)) as Surroundings
}
