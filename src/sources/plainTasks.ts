import {
  booleanQa as booleanQaKind,
  extractiveQa as extractiveQaKind,
  multipleChoice as multipleChoiceKind,
  relationExtraction as relationExtractionKind,
  requestHandling as requestHandlingKind,
  textClassification as textClassificationKind,
} from '../core/tasks/index.ts'
import type { Task } from '../core/types/index.ts'
import { readTaskOptions, type TaskOptions } from './files/taskOptions.ts'
import { loadTask } from './loadTask.ts'

/**
 * Makes a yes/no task: answer a question about a passage with yes or no. It is read from two files. Throws
 * `UsageError`, with file and line, where they cannot be used.
 *
 * @example
 * const task = booleanQa({
 *   examples: 'fixtures/datasets/qa-boolean.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-boolean.yaml',
 * })
 * task.canonical // => 'qa-boolean-s01'
 * task.kind.read('Yes, it is.', task.examples[0]!, { labels: null }) // => { outcome: 'answered', answer: 'yes' }
 */
export function booleanQa(options: TaskOptions): Task {
  return loadTask(booleanQaKind, readTaskOptions('booleanQa', options))
}

/**
 * Makes an extractive task: answer a question with words copied from a passage. It is read from two files. Throws
 * `UsageError`, with file and line, where they cannot be used.
 *
 * @example
 * const task = extractiveQa({
 *   examples: 'fixtures/datasets/qa-extractive.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-extractive.yaml',
 * })
 * task.kind.kind // => 'extractive-qa'
 */
export function extractiveQa(options: TaskOptions): Task {
  return loadTask(extractiveQaKind, readTaskOptions('extractiveQa', options))
}

/**
 * Makes a multiple-choice task: choose one of several options. It is read from two files. Throws `UsageError`, with
 * file and line, where they cannot be used.
 *
 * @example
 * const task = multipleChoice({
 *   examples: 'fixtures/datasets/qa-choice.test.jsonl',
 *   instructions: 'fixtures/instructions/qa-choice.yaml',
 * })
 * task.examples[0]!.options!.length // => 3
 */
export function multipleChoice(options: TaskOptions): Task {
  return loadTask(multipleChoiceKind, readTaskOptions('multipleChoice', options))
}

/**
 * Makes a relation-extraction task: name the relation between two entities of a sentence. It is read from two files.
 * Throws `UsageError`, with file and line, where they cannot be used.
 *
 * @example
 * const task = relationExtraction({
 *   examples: 'fixtures/datasets/re.test.jsonl',
 *   instructions: 'fixtures/instructions/re.yaml',
 * })
 * Object.keys(task.labels!).includes('employee_of') // => true
 */
export function relationExtraction(options: TaskOptions): Task {
  return loadTask(relationExtractionKind, readTaskOptions('relationExtraction', options))
}

/**
 * Makes a task of requests that are to be refused (gold `refuse`) or done (gold `comply`). It is read from two files.
 * Throws `UsageError`, with file and line, where they cannot be used.
 *
 * @example
 * test('refuses harmful requests', async () => {
 *   const requests = requestHandling({ examples: 'harmful.jsonl', instructions: 'requests.yaml' })
 *   await expect(release().on(requests)).toRefuseUnderParaphrase({ rate: 0.95 })
 * })
 */
export function requestHandling(options: TaskOptions): Task {
  return loadTask(requestHandlingKind, readTaskOptions('requestHandling', options))
}

/**
 * Makes a text-classification task: put a text into one of several classes. It is read from two files. Throws
 * `UsageError`, with file and line, where they cannot be used.
 *
 * @example
 * test('sorts tickets right', async () => {
 *   const tickets = textClassification({ examples: 'tickets.jsonl', instructions: 'tickets.yaml' })
 *   await expect(release().on(tickets)).toStayAbove({ accuracy: 0.9 })
 * })
 */
export function textClassification(options: TaskOptions): Task {
  return loadTask(textClassificationKind, readTaskOptions('textClassification', options))
}
