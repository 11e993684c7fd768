import { UsageError, type Location } from '../../core/types/index.ts'
import { decodeUtf8 } from '../decodeUtf8.ts'
import type { SourceFile } from '../readSource.ts'
import { yamlDocument } from './yamlDocument.ts'

/** One template of a promptsource file. */
export interface PromptsourceEntry {
  readonly id: string
  readonly name: string
  readonly jinja: string
  readonly answerChoices: string | null
  /** Whether it asks for the dataset's own task; `null` where the file does not say. */
  readonly originalTask: boolean | null
  readonly at: Location
}

/** A file of promptsource: `dataset`, `subset`, and templates by uuid. */
export interface PromptsourceFile {
  /** e.g. `super_glue/boolq`. */
  readonly dataset: string
  readonly templates: readonly PromptsourceEntry[]
}

/** Reads a promptsource `templates.yaml`. Its tags `!Template` and `!TemplateMetadata` are plain maps. Throws `UsageError`. */
export function promptsourceFile({ bytes, file }: SourceFile): PromptsourceFile {
  const { value, locate } = yamlDocument(decodeUtf8(bytes, file), file, ['!Template', '!TemplateMetadata'])
  const root = mapOf(value, 'the file', locate([]))
  const { dataset, subset } = root
  if (typeof dataset !== 'string' || dataset === '') throw new UsageError('key "dataset" is missing', locate([]))
  if (subset !== undefined && subset !== null && typeof subset !== 'string') {
    throw new UsageError('"subset" must be a text', locate(['subset']))
  }
  const templates = Object.entries(mapOf(root['templates'], '"templates"', locate([], 'templates')))
  if (templates.length === 0) throw new UsageError('"templates" holds none', locate([], 'templates'))
  return {
    dataset: subset ? `${dataset}/${subset}` : dataset,
    templates: templates.map(([id, raw]) => {
      const at = locate(['templates', id])
      const entry = mapOf(raw, `template ${id}`, at)
      const text = (key: 'jinja' | 'name'): string => {
        const given = entry[key]
        if (typeof given === 'string' && given.trim() !== '') return given
        throw new UsageError(`template ${id}: "${key}" must be a text`, at)
      }
      const { answer_choices: choices = null, metadata } = entry
      if (choices !== null && typeof choices !== 'string') {
        throw new UsageError(`template ${id}: "answer_choices" must be a text or null`, at)
      }
      const original = metadata === undefined ? undefined : mapOf(metadata, `metadata of ${id}`, at)['original_task']
      const originalTask = typeof original === 'boolean' ? original : null
      return { id, name: text('name'), jinja: text('jinja'), answerChoices: choices, originalTask, at }
    }),
  }
}

function mapOf(value: unknown, what: string, at: Location): Readonly<Record<string, unknown>> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw new UsageError(`${what} must be a map`, at)
}
