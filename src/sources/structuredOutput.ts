import { structuredOutput as kindOf } from '../core/tasks/index.ts'
import type { Task, TaskKind } from '../core/types/index.ts'
import { compileSchema } from '../schemas/index.ts'
import { besidesOption, loadTask } from './loadTask.ts'
import { readJsonFile } from './files/text.ts'
import { readTaskOptions, type TaskOptions } from './files/taskOptions.ts'

/**
 * `StructuredOutputOptions` are what a suite says about a structured-output task.
 *
 * @example
 * const options: StructuredOutputOptions = {
 *   examples: 'orders.jsonl',
 *   instructions: 'orders.yaml',
 *   schema: 'order.schema.json',
 * }
 */
export interface StructuredOutputOptions extends TaskOptions {
  /** File of the JSON Schema that every answer has to follow. Instructions may show it: `{schema}`. */
  readonly schema: string
}

const kinds = new Map<string, TaskKind>()

/**
 * Makes a structured-output task: answer a request with JSON that follows a schema. Examples hold `request` and, as
 * gold, the JSON that is right. It is read from three files. Throws `UsageError`, with file and line, where they cannot
 * be used.
 *
 * @example
 * test('writes orders that follow the schema', async () => {
 *   const files = { examples: 'orders.jsonl', instructions: 'orders.yaml', schema: 'order.schema.json' }
 *   const orders = structuredOutput(files)
 *   await expect(release().on(orders)).toMatchSchemaUnderParaphrase({ valid: 0.98 })
 * })
 */
export function structuredOutput(options: StructuredOutputOptions): Task {
  const { path, rest } = besidesOption('structuredOutput', 'schema', options)
  const { value, file, sha256 } = readJsonFile(path)
  const kind = kinds.get(sha256) ?? kindOf(value, compileSchema(value, file))
  kinds.set(sha256, kind)
  const source = { file, sha256, options: { role: 'schema' } }
  const text = JSON.stringify(value)
  return loadTask(kind, readTaskOptions('structuredOutput', rest), { source, shown: { field: 'schema', text } })
}
