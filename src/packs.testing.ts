/** The starter packs of the folder `packs`, read as a user's suites read them. For tests only. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Task } from './core/types/index.ts'
import {
  booleanQa,
  multipleChoice,
  relationExtraction,
  requestHandling,
  structuredOutput,
  textClassification,
  toolCalls,
} from './sources/index.ts'

export const PACKS = join(import.meta.dirname, '../packs')

/** What `pack.json` says. */
export interface PackManifest {
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly task: string
  readonly recorded: boolean
  readonly files: readonly string[]
}

export const packNames = readdirSync(PACKS).toSorted()

/** A file of a pack. */
export function packText(pack: string, file: string): string {
  return readFileSync(join(PACKS, pack, file), 'utf8')
}

export function packManifest(pack: string): PackManifest {
  return JSON.parse(packText(pack, 'pack.json')) as PackManifest
}

/** The tasks of a pack, by the file of their examples. */
export function packTasks(pack: string): Readonly<Record<string, Task>> {
  const { task, files } = packManifest(pack)
  return Object.fromEntries(
    files
      .filter((file) => file.endsWith('.jsonl') && !file.startsWith('recorded/'))
      .map((file) => [file, taskOf(task, pack, file)]),
  )
}

function taskOf(kind: string, pack: string, file: string): Task {
  const at = (name: string): string => join(PACKS, pack, name)
  const read = { examples: at(file), instructions: at('instructions.yaml') }
  const plain = {
    'boolean-qa': booleanQa,
    'multiple-choice': multipleChoice,
    'relation-extraction': relationExtraction,
    'request-handling': requestHandling,
    'text-classification': textClassification,
  }
  if (kind === 'structured-output') return structuredOutput({ ...read, schema: at('schema.json') })
  if (kind === 'tool-calls') return toolCalls({ ...read, tools: at('tools.json') })
  if (Object.hasOwn(plain, kind)) return plain[kind as keyof typeof plain](read)
  throw new Error(`no pack has been read of the task "${kind}"`)
}
