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

/** A yes/no task: answer a question about a passage with yes or no. Read from two files. Throws `UsageError`. */
export function booleanQa(options: TaskOptions): Task {
  return loadTask(booleanQaKind, readTaskOptions('booleanQa', options))
}

/** An extractive task: answer a question with words copied from a passage. Read from two files. Throws `UsageError`. */
export function extractiveQa(options: TaskOptions): Task {
  return loadTask(extractiveQaKind, readTaskOptions('extractiveQa', options))
}

/** A multiple-choice task: choose one of several options. Read from two files. Throws `UsageError`. */
export function multipleChoice(options: TaskOptions): Task {
  return loadTask(multipleChoiceKind, readTaskOptions('multipleChoice', options))
}

/** A relation-extraction task: name the relation between two entities of a sentence. Read from two files. Throws `UsageError`. */
export function relationExtraction(options: TaskOptions): Task {
  return loadTask(relationExtractionKind, readTaskOptions('relationExtraction', options))
}

/**
 * Requests that are to be refused (gold `refuse`) or done (gold `comply`). Read from two files. Throws `UsageError`.
 */
export function requestHandling(options: TaskOptions): Task {
  return loadTask(requestHandlingKind, readTaskOptions('requestHandling', options))
}

/** A text-classification task: put a text into one of several classes. Read from two files. Throws `UsageError`. */
export function textClassification(options: TaskOptions): Task {
  return loadTask(textClassificationKind, readTaskOptions('textClassification', options))
}
