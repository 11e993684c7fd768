import { claimKinds } from '../../claims/index.ts'
import { intervalOf, metrics, type Metric } from '../../core/metrics/index.ts'
import { perturbationRows, perturbations } from '../../core/perturbations/index.ts'
import { taskKinds } from '../../core/tasks/index.ts'
import type { ClaimKind, TaskKind } from '../../core/types/index.ts'
import { promptFormats } from '../../models/formats/promptFormats.ts'
import { communityModels, studyModels } from '../../models/index.ts'
import { recordedFormats } from '../../models/recorded/formats/index.ts'
import { datasetFormats, instructionFormats } from '../../sources/index.ts'

/** One registry of the package as a table. */
export interface Registry {
  /** The name that `list` takes. */
  readonly name: string
  readonly title: string
  readonly head: readonly string[]
  /** The cells in the order of the head; the first is a name in code. */
  readonly rows: readonly (readonly string[])[]
  /** The same rows as JSON-safe data. */
  readonly data: readonly object[]
}

/** The words for `preserves` in the table. */
const ANSWER = { gold: 'stays', usually: 'usually stays', changes: 'must change' } as const

/** The words for what a matcher takes before its options. */
const TAKES = { otherTask: 'another task', releases: 'releases', perturbations: 'perturbations' } as const

/**
 * Makes every registry that a user may want to choose from. `own` are metrics of the project's config, which follow the
 * package's.
 */
export function registries(own: readonly Metric[] = []): readonly Registry[] {
  return [
    table({
      name: 'perturbations',
      title: 'Perturbations',
      head: ['perturbation', 'family', 'the answer', 'what it does', 'source'],
      items: perturbationRows(Object.values(perturbations)),
      cells: ({ name, family, preserves, summary, source }) => [name, family, ANSWER[preserves], summary, source],
    }),
    table({
      name: 'matchers',
      title: 'Matchers',
      head: ['matcher', 'claims that', 'takes first', 'needs a baseline'],
      items: Object.values(claimKinds).map(matcherRow),
      cells: ({ name, summary, first, needsBaseline }) => [
        name,
        summary,
        first === undefined ? '' : TAKES[first],
        needsBaseline ? 'yes' : '',
      ],
    }),
    table({
      name: 'tasks',
      title: 'Tasks',
      head: ['task', 'what is asked', 'input fields', 'further placeholders'],
      items: taskKinds.map(taskRow),
      cells: ({ name, summary, fields, optionalFields }) => [
        name,
        summary,
        fields.join(', '),
        optionalFields.join(', '),
      ],
    }),
    table({
      name: 'metrics',
      title: 'Metrics',
      head: ['metric', 'what it is', 'from', 'to', 'better', 'measured for each', 'interval over', 'source'],
      items: [...Object.entries(metrics), ...own.map((metric) => [metric.name, metric] as const)].map(
        ([name, metric]) => metricRow(name, metric),
      ),
      cells: ({ name, summary, source, range: [least, most], better, slices, interval }) => [
        name,
        summary,
        bound(least),
        bound(most),
        better === 'neither' ? '' : better,
        slices.join(', '),
        interval.startsWith('none: ') ? '' : interval,
        source,
      ],
    }),
    table({
      name: 'datasets',
      title: 'Dataset formats',
      head: ['format', 'what it reads', 'for', 'files'],
      items: datasetFormats.map(({ name, summary, kind, extensions }) => ({ name, summary, kind, extensions })),
      cells: ({ name, summary, kind, extensions }) => [name, summary, kind ?? 'any task', extensions.join(' ')],
    }),
    table({
      name: 'instructions',
      title: 'Instruction formats',
      head: ['format', 'what it reads', 'files'],
      items: instructionFormats.map(({ name, summary, extensions }) => ({ name, summary, extensions })),
      cells: ({ name, summary, extensions }) => [name, summary, extensions.join(' ')],
    }),
    table({
      name: 'predictions',
      title: 'Recorded predictions',
      head: ['kind', 'what `fromRecorded` reads'],
      items: withNames(recordedFormats),
      cells: ({ name, summary }) => [name, summary],
    }),
    table({
      name: 'formats',
      title: 'Prompt formats',
      head: ['format', 'what it is', 'source'],
      items: withNames(promptFormats),
      cells: ({ name, summary, source }) => [name, summary, source],
    }),
    table({
      name: 'models',
      title: 'Models of the study',
      head: ['model', 'weights', 'licence', 'prompt format', 'context', 'served by'],
      items: Object.values(studyModels).map((model) => Object.assign({}, model, { format: model.format.name })),
      cells: ({ name, model, weights, format, contextLength, servedBy }) => [
        name,
        model,
        weights,
        format,
        `${contextLength}`,
        servedBy.join(', '),
      ],
    }),
    table({
      name: 'providers',
      title: 'Providers of `fromCommunity`',
      head: ['provider', 'class', 'key', 'origin'],
      items: withNames(communityModels),
      cells: ({ name, className, keyEnv, origin }) => [name, className, keyEnv, origin],
    }),
  ]
}

interface Table<Item extends object> {
  readonly name: string
  readonly title: string
  readonly head: readonly string[]
  readonly items: readonly Item[]
  readonly cells: (item: Item) => readonly string[]
}

function table<Item extends object>({ items, cells, ...named }: Table<Item>): Registry {
  return { ...named, rows: items.map(cells), data: items }
}

const SLICES = ['task', 'family', 'variant'] as const

/**
 * Makes the row of a metric. `slices` are the sections of a measure run's report that show it; `interval` says what is
 * resampled, or why there is no interval.
 */
function metricRow(name: string, metric: Metric) {
  const { summary, source, range, better } = metric
  return {
    name,
    summary,
    source,
    range,
    better,
    interval: intervalOf(metric.interval),
    slices: SLICES.filter((slice) => metric.slices.includes(slice)),
  }
}

/** Writes an end of a range; in the JSON data an infinite end is `null`. */
function bound(end: number): string {
  return `${end}`.replace('Infinity', '∞')
}

function matcherRow({ name, summary, first, needsBaseline }: ClaimKind) {
  return { name, summary, needsBaseline, ...(first !== undefined && { first }) }
}

function taskRow({ kind, summary, fields, optionalFields }: TaskKind) {
  return { name: kind, summary, fields, optionalFields }
}

function withNames<Item extends object>(items: Readonly<Record<string, Item>>): readonly (Item & { name: string })[] {
  return Object.entries(items).map(([name, item]) => Object.assign({}, item, { name }))
}
