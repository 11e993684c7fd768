import { extname } from 'node:path'
import { nameHint } from '../core/text/index.ts'
import { type Refusal, type TaskKind, UsageError } from '../core/types/index.ts'
import { chooseInstructions } from './chooseInstructions.ts'
import type { InstructionOptions } from './files/taskOptions.ts'
import { type InstructionFormat, instructionFormats, type ParsedInstructions } from './instructions/index.ts'
import { readSource, type SourceFile } from './files/readSource.ts'

/** An instruction set as a task asked for it. */
export interface ReadSet extends Instructions {
  readonly asked: InstructionOptions
}

/** An instruction set of a file, with its sha256. */
export interface Instructions extends ParsedInstructions {
  readonly refused: readonly Refusal[]
  readonly file: string
  readonly sha256: string
  /** Ids of the instructions that a choice leaves out. */
  readonly unused?: readonly string[]
}

/**
 * Reads an instruction set (path relative to the working directory). `kind` is the task that a collection of templates
 * is to ask for. Throws `UsageError` with file, line and column.
 */
export function readInstructions(options: string | InstructionOptions, kind?: TaskKind): Instructions {
  const { file: path, ...rest } = typeof options === 'string' ? { file: options } : options
  pickFormat(path, instructionFormats)
  const source = readSource(path)
  const { refused = [], ...parsed } = formatOf(source, rest.format).parse(source, rest, kind)
  const { only } = rest
  if (only !== undefined) {
    const chosen = chooseInstructions({ ...parsed, refused, file: source.file }, only, rest.canonical)
    // No template that was asked for is refused, or its id would have been unknown.
    const listed = rest.onRefused === 'list' ? refused : []
    const unused = parsed.set.instructions.map(({ id }) => id).filter((id) => !only.includes(id))
    return { ...parsed, set: chosen, unused, refused: listed, file: source.file, sha256: source.sha256 }
  }
  const [first] = refused
  if (first !== undefined && rest.onRefused !== 'list') {
    const more = refused.length === 1 ? '' : ` (and ${refused.length - 1} more)`
    throw new UsageError(`${first.reason}${more}; onRefused: 'list' leaves such templates out and lists them`, first.at)
  }
  return { ...parsed, refused, file: source.file, sha256: source.sha256 }
}

function formatOf({ file, bytes }: SourceFile, name: string | undefined): InstructionFormat {
  if (name === undefined) {
    const start = new TextDecoder().decode(bytes.subarray(0, 4096))
    const knowing = instructionFormats.filter(({ recognises }) => recognises?.(start) ?? true)
    return pickFormat(file, knowing)
  }
  const names = instructionFormats.map((format) => format.name)
  const named = instructionFormats.find((format) => format.name === name)
  if (named !== undefined) return named
  throw new UsageError(`${file}: no instruction format ${JSON.stringify(name)}${nameHint(name, names)}`)
}

/** Returns the format that reads files with this path's extension. Throws `UsageError` naming the extensions there are. */
function pickFormat<Format extends { readonly extensions: readonly string[] }>(
  path: string,
  formats: readonly Format[],
): Format {
  const extension = extname(path).toLowerCase()
  const format = formats.find(({ extensions }) => extensions.includes(extension))
  if (format !== undefined) return format
  const known = formats.flatMap(({ extensions }) => extensions).join(', ')
  throw new UsageError(`${path}: no reader for "${extension}" files here (known: ${known})`)
}
