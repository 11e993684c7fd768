/** Finds the starter packs that ship with the package, and makes a starter of one. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VARIABLES } from '../../core/environment/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import { UsageError } from '../../core/types/index.ts'
import { packageFolder } from '../common/version.ts'
import { FOLDER, OWN_MODEL, type Starter } from './starter.ts'

/** The content of `pack.json`. */
export interface Pack {
  readonly name: string
  readonly title: string
  readonly summary: string
  /** Kind of task, e.g. `boolean-qa`. */
  readonly task: string
  /** Says whether it brings recorded answers, and so runs without a model. */
  readonly recorded: boolean
  readonly files: readonly string[]
}

/** The pack that is taken where nobody chooses. */
const FIRST = 'relation-extraction'

/**
 * Reads the packs of a folder: the default first, then those that need no model, then by name. Throws `UsageError` without
 * any.
 */
export async function readPacks(folder = join(packageFolder(), 'packs')): Promise<readonly Pack[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const files = names.map((name) => join(folder, name, 'pack.json')).filter((file) => existsSync(file))
  const packs = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8')) as Pack))
  if (packs.length === 0)
    throw new UsageError(`There are no starter packs in ${folder}: is the package installed whole?`)
  const rank = ({ name, recorded }: Pack): string => `${name === FIRST ? 0 : 1}${recorded ? 0 : 1}${name}`
  return packs.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** Writes the packs as a table for a terminal. */
export function packTable(packs: readonly Pack[]): string {
  const width = Math.max(...packs.map(({ name }) => name.length))
  return packs
    .map(({ name, summary, recorded }, at) => {
      const needs = recorded ? 'runs at once, on recorded answers' : 'needs a model of yours'
      return `  ${at + 1}  ${name.padEnd(width)}  ${summary} (${needs})\n`
    })
    .join('')
}

/**
 * Finds the pack of a name, or of a number in the table; the first one for an empty text. Throws `UsageError` for any
 * other.
 */
export function choosePack(packs: readonly Pack[], written: string): Pack {
  const names = packs.map(({ name }) => name)
  const pack = written === '' ? packs[0] : (packs.find(({ name }) => name === written) ?? packs[Number(written) - 1])
  if (pack !== undefined) return pack
  throw new UsageError(
    `No starter pack is called ${JSON.stringify(written)}${didYouMean(written, names)}; there are ${names.join(', ')}`,
  )
}

/**
 * Makes a starter of a pack, with its files read. One with recordings is run against these, and a model of the user's is
 * declared next to them.
 */
export async function packStarter(pack: Pack, folder = join(packageFolder(), 'packs')): Promise<Starter> {
  const { name, files, recorded } = pack
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(folder, name, file), 'utf8')] as const),
  )
  const module = texts.find(([file]) => file === 'releases.ts')?.[1] ?? ''
  const brought = [...module.matchAll(/^export const (\w+)/gm)].map(([, release = '']) => release)
  const about = 'Answers that were recorded for this pack: no model is asked.'
  return {
    name,
    files: Object.fromEntries(texts),
    releases: [...brought.map((release) => ({ name: release, about, made: null })), OWN_MODEL],
    // The first recording is of the release that was there before.
    candidate: brought[1] ?? brought[0] ?? OWN_MODEL.name,
    notes: recorded ? [] : [`This pack needs a model of yours: ${FOLDER}/releases says which one is asked and where`],
    next: recorded
      ? [{ command: 'gate' }, { variables: `${VARIABLES.release}=${OWN_MODEL.name}`, command: 'gate' }]
      : [{ command: 'plan' }, { command: 'gate' }],
  }
}
