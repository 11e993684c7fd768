import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { TaskOptions } from 'vitest-robustness'
import type { RobustnessOptions } from 'vitest-robustness/plugin'

/** The files of one task, relative to the file of the family. */
export type Files = Pick<TaskOptions, 'examples' | 'instructions'>

/** One release of a family. */
export interface Member {
  readonly name: string
  /** The number of parameters. */
  readonly parameters: number
  /** `module#export`, relative to the file of the family. */
  readonly release: string
}

/**
 * The releases that the study is about. The file is plain data: it imports no model, so that the config can read it. Its paths,
 * those of `seen` and `seenIn` too, are relative to the file.
 */
export interface Family extends Pick<RobustnessOptions, 'seen' | 'seenIn'> {
  readonly name: string
  /** Relation extraction, and the kinds of question answering that there are data for: at least one. */
  readonly data: {
    readonly re: Files
    readonly boolean?: Files
    readonly choice?: Files
    readonly extractive?: Files
  }
  /** The members from the smallest to the largest. The last one is the reference for H2. */
  readonly members: readonly Member[]
}

/** The repository, which the study is run in whatever folder its command is typed in. */
const ROOT = resolve(import.meta.dirname, '../..')

/** The file of the embedded models, which the study is about unless STUDY_FAMILY names another. */
export const EMBEDDED = resolve(import.meta.dirname, 'family.ts')

/** A family with its file. */
export interface PlacedFamily {
  /** Absolute. */
  readonly file: string
  /** The family, with the paths of its data as they are from the repository. */
  readonly family: Family
}

/**
 * Reads the family that STUDY_FAMILY names, relative to the folder that the command is typed in. Its paths go by its own file.
 * Throws where the file exports none.
 */
export async function readFamily(named = process.env['STUDY_FAMILY']): Promise<PlacedFamily> {
  const file = named === undefined || named === '' ? EMBEDDED : resolve(named)
  const { family } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly family?: Family }
  if (family === undefined)
    throw new Error(
      `${file} exports no family: export const family = { name, data, members }, as docs/study.md shows it`,
    )
  return { file, family: placed(family, dirname(file)) }
}

function placed(family: Family, folder: string): Family {
  const path = (name: string): string => (isAbsolute(name) ? name : relative(ROOT, resolve(folder, name)))
  const source = <Source extends { readonly file: string }>(one: string | Source): string | Source =>
    typeof one === 'string' ? path(one) : { ...one, file: path(one.file) }
  const files = ({ examples, instructions }: Files): Files => ({
    examples: source(examples),
    instructions: isList(instructions) ? instructions.map(source) : source(instructions),
  })
  const { seen, seenIn, data } = family
  return {
    ...family,
    ...(seen !== undefined && { seen: typeof seen === 'string' ? path(seen) : seen }),
    ...(seenIn !== undefined && { seenIn: source(seenIn) }),
    data: {
      re: files(data.re),
      ...(data.boolean && { boolean: files(data.boolean) }),
      ...(data.choice && { choice: files(data.choice) }),
      ...(data.extractive && { extractive: files(data.extractive) }),
    },
  }
}

/** `Array.isArray` does not see that a read-only list is one. */
function isList<Item>(one: Item | readonly Item[]): one is readonly Item[] {
  return Array.isArray(one)
}
