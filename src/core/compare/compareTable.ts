/** A table of accuracies shows figures across instructions, gaps and ranks, without the answers behind them. */
import { counted } from '../text/figures.ts'
import { namesUpTo } from '../text/index.ts'
import { UsageError, type AccuracyCell, type AccuracyTable } from '../types/index.ts'
import type { ReleaseComparison } from './compareReleases.ts'
import { contrastsOf, differenceOf, type Contrast, type ReleaseGap } from './contrast.ts'
import { rankingOf, reasonOf, type DrawnPair, type OmittedPair, type Ranking } from './ranks.ts'
import { mean, tableFigures, tableParts } from './tableFigures.ts'

/** The facts about a table that are not in it. */
interface TableOptions {
  /** The number of examples behind each figure; `null` where that is not known. */
  readonly examples: number | null
}

/**
 * The models of a table side by side. A data set is the independent unit: its instructions share its examples. Where there is
 * one data set alone, models are paired by instruction, and all that is said holds for its examples alone. Throws `UsageError`
 * for a table without figures.
 */
export function compareTable(table: AccuracyTable, { examples }: TableOptions): ReleaseComparison {
  const { cells } = table
  if (cells.length === 0)
    throw new UsageError([`${table.files.join(', ')}: the table holds no figure`, ...missingLines(table)].join('. '))
  const models = [...new Set(cells.map(({ model }) => model))]
  const datasets = [...new Set(cells.map(({ dataset }) => dataset))]
  const gaps = gapsOf(models, cells)
  const ranking = ranksOf(models, datasets, cells)
  const { figures, leftOut } = tableFigures(models, datasets, cells)
  return {
    releases: models.map((name) => ({
      name,
      from: 'published table',
      cells: cells.filter(({ model }) => model === name).length,
      without: 0,
    })),
    claims: [],
    figures,
    ...(ranking && { ranking }),
    ...(gaps.length > 0 && { gaps }),
    basis: [...leftOut, ...basisOf(table, datasets, examples)],
    leftOut: [],
  }
}

/** The gap of each model over the data sets that have instructions of both kinds, with Holm over the models. */
function gapsOf(models: readonly string[], cells: readonly AccuracyCell[]): ReleaseGap[] {
  const drawn = models.flatMap((model, release) => {
    const own = Map.groupBy(
      cells.filter((cell) => cell.model === model && cell.seen !== undefined),
      ({ dataset }) => dataset,
    )
    const both = [...own.values()].flatMap((figures) => {
      const [seen, unseen] = [true, false].map((wanted) =>
        figures.flatMap((cell) => (cell.seen === wanted ? cell.accuracy : [])),
      )
      return seen!.length > 0 && unseen!.length > 0 ? [{ seen: mean(seen!), unseen: mean(unseen!) }] : []
    })
    if (both.length === 0) return []
    const differences = both.map(({ seen, unseen }) => seen - unseen)
    return [
      {
        ...overUnits(differenceOf(differences, `gap/${model}`), 'data sets'),
        release,
        seen: mean(both.map(({ seen }) => seen)),
        unseen: mean(both.map(({ unseen }) => unseen)),
      },
    ]
  })
  return contrastsOf(drawn)
}

/** Every pair of models on each part: by data set where there are several, else by instruction. */
function ranksOf(
  models: readonly string[],
  datasets: readonly string[],
  cells: readonly AccuracyCell[],
): Ranking | null {
  const [only, ...more] = datasets
  const over = more.length > 0 ? 'data sets' : 'instructions'
  const task = more.length > 0 ? `${datasets.length} data sets` : (only ?? '')
  const all = models.map((model) => byInstruction(cells.filter((cell) => cell.model === model)))
  const isKnown = (model: number): boolean => [...all[model]!.values()].some(({ seen }) => seen !== undefined)
  const pairs = tableParts(cells).flatMap(({ suffix, holds, byModel }) =>
    models.flatMap((_, now) =>
      models.slice(0, now).flatMap((_earlier, before): (DrawnPair | OmittedPair)[] => {
        const where = { task, part: suffix, before, now }
        const both = [...all[now]!].flatMap(([key, cell]) => {
          const other = all[before]!.get(key)
          return other === undefined ? [] : [{ cell, other }]
        })
        const any = both.filter(({ cell, other }) => holds(cell) || holds(other))
        const shared = any.filter(({ cell, other }) => holds(cell) && holds(other))
        const instructions = { compared: shared.length, left: any.length - shared.length }
        const byDataset = [...Map.groupBy(shared, ({ cell }) => cell.dataset).values()]
        const values = more.length > 0 ? byDataset.map((own) => mean(own.map(differs))) : shared.map(differs)
        if (values.length === 0) {
          const reason = byModel ? reasonOf({ isKnown }, instructions, before, now) : null
          return reason === null ? [] : [{ ...where, reason }]
        }
        const difference = overUnits(differenceOf(values, `${task}/${suffix}/${before}/${now}`), over)
        return [{ ...difference, ...where, ...(byModel && { instructions }) }]
      }),
    ),
  )
  return rankingOf(pairs, over)
}

function byInstruction(cells: readonly AccuracyCell[]): Map<string, AccuracyCell> {
  return new Map(cells.map((cell) => [JSON.stringify([cell.dataset, cell.instruction]), cell]))
}

function differs({ cell, other }: { readonly cell: AccuracyCell; readonly other: AccuracyCell }): number {
  return cell.accuracy - other.accuracy
}

function overUnits<Given extends { readonly interval: Contrast['interval'] }>(difference: Given, over: string): Given {
  return difference.interval === null ? difference : { ...difference, interval: { ...difference.interval, over } }
}

/** Says what the table holds, and what nothing that follows from it can say. */
function basisOf(table: AccuracyTable, datasets: readonly string[], examples: number | null): string[] {
  const { files, repeated, remarks } = table
  const several = datasets.length > 1
  return [
    `Read from ${counted(files.length, 'file')} of accuracies; every figure follows from these, and none from answers.`,
    ...remarks,
    several
      ? `Intervals: 95%, a bootstrap over ${datasets.length} data sets, or over the instructions of one; of fewer than six ` +
        'there is none.'
      : 'One data set: intervals are 95%, a bootstrap over its instructions as if each were drawn independently, and all of ' +
        'it holds for its examples alone: a model that is lucky on them is so under every instruction.',
    examples === null
      ? 'How many examples stand behind a figure is not said (--examples): some of the spread between instructions is their chance.'
      : `With ${examples} examples behind a figure, chance alone gives it a standard deviation of up to ` +
        `${(0.5 / Math.sqrt(examples)).toFixed(3)}: worst, best and spread are the more extreme for it.`,
    'Flip rate, consistency, robust accuracy and whatever else is about single answers cannot be known from accuracies: two ' +
      'instructions of 0.60 may agree on every example or differ on 80% of them.',
    ...missingLines(table),
    ...(repeated > 0
      ? [
          `${counted(repeated, 'cell')} ${repeated === 1 ? 'stands' : 'stand'} in the table more than once: the mean of their figures counts.`,
        ]
      : []),
  ]
}

/** The number of models that a sentence names. */
const MOST = 6

/** Says which models lack figures, and which have none and are not compared. */
function missingLines({ missing }: AccuracyTable): string[] {
  const some = missing.filter(({ figures }) => figures > 0)
  const none = missing.filter(({ figures }) => figures === 0)
  const places = some.reduce((sum, one) => sum + one.places, 0)
  const each = some.map((one) => `${one.places} of ${one.model}`)
  return [
    ...(places > 0
      ? [`${counted(places, 'place')} of the table without a figure left out: ${namesUpTo(MOST, each)}.`]
      : []),
    ...none.map(
      (one) =>
        `${one.model} is not compared: it has no figure, and ${counted(one.places, 'place')} of the table without one.`,
    ),
  ]
}
