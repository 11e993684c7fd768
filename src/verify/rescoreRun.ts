import { readVerdict } from '../core/judge/index.ts'
import { counted } from '../core/text/index.ts'
import { parseVariant, variantPrompts, wantedOf } from '../core/variants/index.ts'
import type { ClaimResult, Example, Observation, Perturbation, PromptParts, Task } from '../core/types/index.ts'
import { UsageError } from '../core/types/index.ts'
import { readText } from '../observe/index.ts'
import { observationKey } from '../runs/observations.ts'

/**
 * Reads and scores every raw text again and returns one sentence for each difference. Outcomes that do not follow from
 * the text (refused, filtered, too long, a fault) are skipped, and so are the cells of a baseline, which have no text.
 * @param tasks by name: the tasks of the run, from files with the recorded hashes
 * @param own perturbations from outside the package
 */
export function rescoreRun(
  observations: readonly Observation[],
  tasks: ReadonlyMap<string, Task>,
  own: readonly Perturbation[] = [],
): string[] {
  const examples = new Map(
    [...tasks].map(([name, task]) => [name, new Map(task.examples.map((item) => [item.id, item]))]),
  )
  const prompts = new Map([...tasks].map(([name, task]) => [name, promptsOf(task, own)]))
  const unknown = new Map<string, number>()
  const differences = observations.flatMap((observation) => {
    const { raw, task: name, example: id } = observation
    if (raw === null || observation.outcome === 'filtered') return []
    const key = observationKey(observation)
    const task = tasks.get(name)
    const example = examples.get(name)?.get(id)
    if (task === undefined || example === undefined) return [`${key}: no such example in the task's files`]
    if (observation.gold !== example.gold)
      return [`${key}: gold is recorded as ${observation.gold}, is ${example.gold}`]
    const prompt = prompts.get(name)?.(id, observation.variant) ?? null
    if (prompt !== null && 'unknown' in prompt) {
      unknown.set(prompt.unknown, (unknown.get(prompt.unknown) ?? 0) + 1)
      return []
    }
    if (prompt !== null && 'notApplicable' in prompt)
      return [`${key}: its perturbation does not apply here: ${prompt.notApplicable}`]
    const { reading, score: plain } = readAgain(observation, task, raw, example, prompt?.parts)
    const { wanted } = prompt === null ? {} : wantedOf(prompt.parts, example)
    if (observation.wanted !== wanted)
      return [`${key}: the answer wanted is recorded as ${observation.wanted}, is ${wanted}`]
    if (reading.outcome !== 'answered') {
      // A text cut at the token limit that cannot be read is `truncated`: the finish is not part of the text.
      const fits = observation.outcome === reading.outcome || observation.outcome === 'truncated'
      return fits ? [] : [`${key}: recorded as ${observation.outcome}, read again as ${reading.outcome}`]
    }
    const score = scoreOf(observation, plain, task)
    const same =
      observation.outcome === 'answered' && observation.answer === reading.answer && observation.score === score
    const recorded = `${observation.outcome} ${JSON.stringify(observation.answer)}, score ${observation.score}`
    return same
      ? []
      : [`${key}: recorded as ${recorded}; read again as ${JSON.stringify(reading.answer)}, score ${score}`]
  })
  for (const [name, cells] of unknown)
    differences.push(
      `${counted(cells, 'cell')} under ${name}, a perturbation that is not of this package: not read again`,
    )
  return differences
}

/**
 * Makes the prompts of a task as they were asked; `null` where the prompt is simply the instruction with the example
 * put in.
 */
function promptsOf(task: Task, own: readonly Perturbation[]) {
  const { promptOf } = variantPrompts(task, own)
  const instructions = new Map(task.instructions.map(({ id }) => [id, id]))
  return (example: string, variant: string) => {
    const perturbed = parseVariant(variant, instructions)
    if (perturbed === null && task.surroundings === undefined) return null
    try {
      return promptOf(example, variant)
    } catch (error) {
      if (perturbed === null || !(error instanceof UsageError)) throw error
      return { unknown: perturbed.perturbation }
    }
  }
}

/**
 * Reads a text again. An observation does not record how its text ended: a `truncated` one was cut, and an answered one
 * may have been, in which case less of the text counts. So the answer that a cut text would give is accepted too.
 */
function readAgain(observed: Observation, task: Task, raw: string, example: Example, parts: PromptParts | undefined) {
  if (observed.outcome === 'truncated') return readText(raw, task, example, parts, true)
  const whole = readText(raw, task, example, parts)
  const { reading } = whole
  if (observed.outcome !== 'answered' || (reading.outcome === 'answered' && reading.answer === observed.answer))
    return whole
  const cut = readText(raw, task, example, parts, true)
  return cut.reading.outcome === 'answered' && cut.reading.answer === observed.answer ? cut : whole
}

/**
 * Returns the score, for a judged answer read again from what the judge said. A score that only a function of the suite
 * could give is the recorded one.
 */
function scoreOf({ judged, score }: Observation, own: number, { judge }: Task): number {
  if (judged === undefined) return Number.isNaN(own) ? score : own
  return readVerdict(judged.raw, judge?.rubric ?? '') ? 1 : 0
}

/**
 * Checks again what the draws of claims over perturbations skipped: returns one sentence for each skipped variant that
 * does change the prompt. Perturbations that are neither the package's nor among `own` are not checked.
 * @param tasks by name: the tasks of the run, from files with the recorded hashes
 */
export function passedOverDifferences(
  claims: readonly ClaimResult[],
  tasks: ReadonlyMap<string, Task>,
  own: readonly Perturbation[] = [],
): string[] {
  return claims.flatMap(({ title, spec, passedOver }) => {
    const task = tasks.get(spec.task)
    if (task === undefined || passedOver === undefined) return []
    const { applies } = variantPrompts(task, own)
    const known = new Set(task.examples.map(({ id }) => id))
    return Object.entries(passedOver.variants).flatMap(([example, variants]) => {
      if (!known.has(example)) return [`"${title}": passed over variants of ${example}, which is no example`]
      return variants.flatMap((variant) =>
        holds(() => applies(example, variant))
          ? [`"${title}": ${variant} was passed over for example ${example}, but it changes the prompt`]
          : [],
      )
    })
  })
}

function holds(test: () => boolean): boolean {
  try {
    return test()
  } catch (error) {
    if (error instanceof UsageError) return false
    throw error
  }
}
