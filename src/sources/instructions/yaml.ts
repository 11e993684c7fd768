import { DEFAULT_OPTION_STYLE, instructionHash } from '../../core/tasks/index.ts'
import { nameHint } from '../../core/text/index.ts'
import { UsageError, type Instruction, type Location } from '../../core/types/index.ts'
import { problems, type InstructionEntry, type InstructionSetFile } from '../../schemas/index.ts'
import { decodeUtf8 } from '../files/text.ts'
import type { InstructionOptions } from '../files/taskOptions.ts'
import type { InstructionFormat } from './instructionFormat.ts'
import { yamlDocument, type YamlDocument } from './_internal/yamlDocument.ts'

/** Instruction sets in YAML; the published schema is `instruction-set.schema.json`. */
export const yaml: InstructionFormat = {
  name: 'yaml',
  summary: "the package's own: YAML with family, provenance and sign-off of each wording",
  extensions: ['.yaml', '.yml'],
  parse: ({ bytes, file }, { canonical: asked, ...options } = {}) => {
    refuseCollectionOptions(options, file)
    const document = yamlDocument(decodeUtf8(bytes, file), file)
    const { value, locate } = document
    if (value === null || value === undefined) throw new UsageError('the file is empty', { file, line: 1 })
    const data = checked(document)
    const instructions = data.instructions.map((entry, index) =>
      toInstruction(entry, data, locate(['instructions', String(index)])),
    )
    refuseTwins(instructions, locate)
    const ids = instructions.map(({ id }) => id)
    const { set, task, labels = null, inverses } = data
    const canonical = asked ?? data.canonical
    if (!ids.includes(canonical)) {
      const name = JSON.stringify(canonical)
      throw new UsageError(
        `no instruction has the canonical id ${name}${nameHint(canonical, ids)}`,
        asked === undefined ? locate(['canonical']) : { file, line: 1 },
      )
    }
    return {
      set: { set, task, labels, ...(inverses && { inverses }), canonical, instructions },
      at: {
        task: locate(['task']),
        labels: locate(labels === null ? ['task'] : [], 'labels'),
        ...(asked === undefined && { canonical: locate(['canonical']) }),
      },
    }
  },
}

/** Throws `UsageError` for options that only collections of templates have: they would say nothing here. */
function refuseCollectionOptions(
  { select, fields }: Pick<InstructionOptions, 'select' | 'fields'>,
  file: string,
): void {
  const strange = select === undefined ? (fields === undefined ? null : 'fields') : 'select'
  if (strange === null) return
  throw new UsageError(
    `"${strange}" is for collections of templates, and this is an instruction set in the package's own YAML: leave it out`,
    { file, line: 1 },
  )
}

function checked({ value, locate }: YamlDocument): InstructionSetFile {
  const [fault, ...others] = problems('instruction-set', value)
  if (fault === undefined) return value as InstructionSetFile
  const { path, key, message } = fault
  const name = path.at(-1)
  const what = key !== undefined || name === undefined || message.startsWith('key ') ? message : `"${name}" ${message}`
  const more = others.length === 0 ? '' : ` (and ${others.length} more to correct after it)`
  throw new UsageError(`${what}${more}`, locate(path, key))
}

function toInstruction(entry: InstructionEntry, set: InstructionSetFile, at: Location): Instruction {
  const { id, family, text, translations, origin, author = set.author, licence = set.licence } = entry
  const options = { ...DEFAULT_OPTION_STYLE, ...entry.options }
  const reviewed = entry.reviewed ?? set.reviewed ?? false
  return {
    id,
    family,
    text,
    options,
    ...(translations === undefined ? {} : { translations }),
    provenance: { author, licence, ...(origin === undefined ? {} : { origin }) },
    reviewed: reviewed === false ? null : reviewed,
    hash: instructionHash({ text, options }),
    at,
  }
}

function refuseTwins(instructions: readonly Instruction[], locate: YamlDocument['locate']): void {
  const first = new Map<string, number>()
  for (const [index, { id, hash }] of instructions.entries()) {
    for (const [field, value] of [
      ['id', id],
      ['text', hash],
    ] as const) {
      const twin = first.get(`${field} ${value}`)
      if (twin !== undefined) {
        const line = locate(['instructions', String(twin), field]).line
        const what = field === 'id' ? `id ${JSON.stringify(id)}` : `the wording of ${JSON.stringify(id)}`
        const way = field === 'id' ? 'ids must be unique' : 'a wording listed twice counts twice, remove one'
        throw new UsageError(
          `${what} was used in line ${line} already: ${way}`,
          locate(['instructions', String(index), field]),
        )
      }
      first.set(`${field} ${value}`, index)
    }
  }
}
