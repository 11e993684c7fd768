import { toolCalls as kindOf, type JsonProblem } from '../core/tasks/index.ts'
import { UsageError, type Task, type TaskKind } from '../core/types/index.ts'
import { compileSchema } from '../schemas/index.ts'
import { besidesOption, loadTask } from './loadTask.ts'
import { readJsonFile } from './files/text.ts'
import { readTaskOptions, type TaskOptions } from './files/taskOptions.ts'

/**
 * `ToolCallsOptions` are what a suite says about a task of tool calls.
 *
 * @example
 * const options: ToolCallsOptions = { examples: 'calls.jsonl', instructions: 'calls.yaml', tools: 'tools.json' }
 */
export interface ToolCallsOptions extends TaskOptions {
  /**
   * File with the list of tools, as chat endpoints take it: `[{ "type": "function", "function": { "name", "description",
   * "parameters" } }]`, or without the wrapping. Instructions may show it: `{tools}`.
   */
  readonly tools: string
}

interface Tool {
  readonly name: string
  readonly parameters?: unknown
}

const kinds = new Map<string, TaskKind>()

/**
 * Makes a task of tool calls: call the right tool with the right arguments. Examples hold `request` and, as gold, the
 * call as JSON: `{"name": "…", "arguments": {…}}`, or `[]` for none. It is read from three files. Throws `UsageError`,
 * with file and line, where they cannot be used.
 *
 * @example
 * test('calls the same tool', async () => {
 *   const calls = toolCalls({ examples: 'calls.jsonl', instructions: 'calls.yaml', tools: 'tools.json' })
 *   await expect(release().on(calls)).toCallSameToolUnderParaphrase({ maxFlipRate: 0.05 })
 * })
 */
export function toolCalls(options: ToolCallsOptions): Task {
  const { path, rest } = besidesOption('toolCalls', 'tools', options)
  const { value, file, sha256 } = readJsonFile(path)
  const kind = kinds.get(sha256) ?? kindOf(value, problemOf(toolsOf(value, file), file))
  kinds.set(sha256, kind)
  const source = { file, sha256, options: { role: 'tools' } }
  const text = JSON.stringify(value)
  return loadTask(kind, readTaskOptions('toolCalls', rest), { source, shown: { field: 'tools', text } })
}

function toolsOf(value: unknown, file: string): readonly Tool[] {
  if (!Array.isArray(value) || value.length === 0) throw new UsageError(`${file}: must be a JSON list of tools`)
  return value.map((item: unknown, index) => {
    const tool = (item as { function?: unknown } | null)?.function ?? item
    const name = (tool as Partial<Tool> | null)?.name
    if (typeof name === 'string' && name !== '') return tool as Tool
    throw new UsageError(`${file}: tool ${index + 1} has no name`)
  })
}

function problemOf(tools: readonly Tool[], file: string): (tool: string) => JsonProblem | undefined {
  const problems = new Map<string, JsonProblem>()
  for (const { name, parameters } of tools) {
    if (problems.has(name)) throw new UsageError(`${file}: tool ${JSON.stringify(name)} is listed twice`)
    problems.set(name, compileSchema(parameters ?? { type: 'object' }, `${file}: the parameters of ${name}`))
  }
  return (tool) => problems.get(tool)
}
