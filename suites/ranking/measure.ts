import {
  readPerturbed,
  renderPrompt,
  variantPrompts,
  type Example,
  type Perturbation,
  type Task,
  type VariantPrompts,
} from 'vitest-robustness'
import type { Release } from 'vitest-robustness/models'
import type { Vocabulary } from './vocabulary.ts'

/** One example, asked as it is and perturbed. */
export interface Pair {
  readonly task: string
  /** The independent source of the example. */
  readonly group: string
  /** The score of the canonical prompt, in [0, 1]; `after` is that of the perturbed one. */
  readonly before: number
  readonly after: number
  /** Says whether the two answers differ; a non-answer equals nothing. */
  readonly flipped: boolean
  readonly answered: boolean
  /** The number of tokens that the perturbation brought in, and of those among them that the model never met. */
  readonly tokens: number
  readonly unknown: number
}

/** The observations of one perturbation. */
export interface Measured {
  readonly perturbation: Perturbation
  readonly pairs: readonly Pair[]
  /** The number of prompts that it was tried on. */
  readonly tried: number
  /** The reasons why it left prompts as they are, the commonest first. */
  readonly reasons: readonly string[]
}

interface Answer {
  readonly answer: string | null
  readonly score: number
}

/** A `Measure` measures perturbations on `perTask` examples of each of some tasks. */
export type Measure = (tasks: readonly Task[], perTask: number, perturbation: Perturbation) => Promise<Measured>

/**
 * Asks a release the canonical prompts of tasks as they are and under perturbations, on examples that are spread evenly
 * over a task's file; always the same ones. The changes are those that claims ask (seeded by variant and example).
 */
export function pairsOf(release: Release, vocabulary: Vocabulary): Measure {
  const answers = new Map<string, Promise<string>>()
  const ask = (prompt: string): Promise<string> => {
    const asked = answers.get(prompt) ?? textOf(release, prompt)
    answers.set(prompt, asked)
    return asked
  }
  const read = async (task: Task, example: Example, parts: Parameters<typeof readPerturbed>[2]): Promise<Answer> => {
    const raw = await ask(renderPrompt(parts, release.format))
    const { reading, score } = readPerturbed(task.kind, raw, parts, example)
    return { answer: reading.outcome === 'answered' ? reading.answer : null, score }
  }
  const prompts = new Map<Task, VariantPrompts>()
  const promptsOf = (task: Task): VariantPrompts => {
    const made = prompts.get(task) ?? variantPrompts(task)
    prompts.set(task, made)
    return made
  }

  return async (tasks, perTask, perturbation) => {
    const pairs: Pair[] = []
    const reasons: string[] = []
    let tried = 0
    for (const task of tasks) {
      const { promptOf } = promptsOf(task)
      const step = Math.floor(task.examples.length / perTask)
      for (const example of task.examples.filter((_, index) => index % step === 0).slice(0, perTask)) {
        tried += 1
        const changed = promptOf(example.id, `${task.canonical}+${perturbation.name}`)
        if ('notApplicable' in changed) {
          reasons.push(changed.notApplicable)
          continue
        }
        const { parts, original } = changed
        const [before, after] = [await read(task, example, original), await read(task, example, parts)]
        const same =
          before.answer !== null && after.answer !== null && task.kind.sameAnswer(before.answer, after.answer)
        pairs.push({
          task: task.name,
          group: `${task.name}/${example.group}`,
          before: before.score,
          after: after.score,
          flipped: !same,
          answered: after.answer !== null,
          ...vocabulary.brought(renderPrompt(original, release.format), renderPrompt(parts, release.format)),
        })
      }
    }
    const counts = Map.groupBy(reasons, (reason) => reason)
    const common = [...counts].toSorted(([, a], [, b]) => b.length - a.length).map(([reason]) => reason)
    return { perturbation, pairs, tried, reasons: common }
  }
}

async function textOf(release: Release, prompt: string): Promise<string> {
  const answer = await release.ask({ prompt, seed: 0, trial: 0, signal: new AbortController().signal })
  return 'text' in answer ? answer.text : ''
}
