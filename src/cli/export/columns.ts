import { recordedLogProbability } from '../../core/metrics/index.ts'
import type { Column } from '../../core/types/field.ts'
import type { CallTook, MeasuredMetric, MeasuredSlice, Measurements, Observation } from '../../core/types/index.ts'
import { OBSERVATION_FIELDS } from '../../core/types/observation.ts'

/** An observation, with what its call took where the call was made in this run. */
export type ExportedRow = Observation & { readonly took?: CallTook | null }

/** Columns that follow from an observation or its call, before the column that each list is named after. */
const DERIVED: Readonly<Record<string, readonly Column<ExportedRow>[]>> = {
  choices: [
    {
      name: 'log_probability',
      type: 'number',
      describe: 'natural logarithm of the probability of `raw`, where choices are scored',
      value: (row) => recordedLogProbability(row, row)?.total ?? null,
    },
  ],
  key: [
    {
      name: 'latency_ms',
      type: 'number',
      describe: 'how long the call took; empty unless it was asked in the run',
      value: ({ took }) => took?.latencyMs ?? null,
    },
    {
      name: 'attempts',
      type: 'integer',
      describe: 'calls made for the answer; empty unless it was asked in the run',
      value: ({ took }) => took?.attempts ?? null,
    },
  ],
}

/** The columns of an exported row. */
export const COLUMNS: readonly Column<ExportedRow>[] = Object.values(OBSERVATION_FIELDS)
  .flatMap(({ columns }): readonly Column<ExportedRow>[] => columns)
  .flatMap((column) => (DERIVED[column.name] ?? []).concat(column))

/** A figure of a measure run: one metric on one part of the grid. */
export interface ExportedFigure {
  readonly task: string
  readonly slice: MeasuredSlice
  readonly metric: MeasuredMetric
  /** True if the metric is the package's. */
  readonly isOfPackage: boolean
}

/** Lists the figures of a measure run, a row for each metric on each part of the grid. */
export function figuresOf({ tasks, metrics = [] }: Measurements): readonly ExportedFigure[] {
  const own = new Set(metrics.map(({ name }) => name))
  return tasks.flatMap(({ plan, slices }) =>
    slices.flatMap((slice) =>
      slice.metrics.map((metric) => ({ task: plan.task, slice, metric, isOfPackage: !own.has(metric.name) })),
    ),
  )
}

/** The columns of a row of figures. Names may be added, and are never removed. */
export const FIGURE_COLUMNS: readonly Column<ExportedFigure>[] = [
  text('task', 'name of the task', ({ task }) => task),
  text('part', '`task`, `seen`, `unseen`, `family` or `variant`', ({ slice }) => slice.of),
  text('name', 'of the family or variant; of the task otherwise', ({ slice }) => slice.name),
  text('metric', 'name of the metric', ({ metric }) => metric.name),
  text('from', '`package`, or `own` for a metric of yours', ({ isOfPackage }) => (isOfPackage ? 'package' : 'own')),
  { name: 'value', type: 'number', describe: 'empty where it is undefined', value: ({ metric }) => metric.value },
  text('reason', 'why it is undefined', ({ metric }) => metric.reason ?? null),
  { name: 'low', type: 'number', describe: 'lower end over sources', value: ({ metric }) => end(metric, 'low') },
  { name: 'high', type: 'number', describe: 'upper end over sources', value: ({ metric }) => end(metric, 'high') },
  text('method', 'how that interval came about', ({ metric }) => overSources(metric)?.method ?? null),
  integer('cells', 'cells of the part', ({ slice }) => slice.cells),
  integer('examples', 'examples of the part', ({ slice }) => slice.examples),
  integer('sources', 'independent sources of the part', ({ slice }) => slice.groups),
  {
    name: 'answered',
    type: 'number',
    describe: 'share of the cells with an answer',
    value: ({ metric }) => metric.rates.answered ?? 0,
  },
]

function text(name: string, describe: string, value: Column<ExportedFigure>['value']): Column<ExportedFigure> {
  return { name, type: 'text', describe, value }
}

function integer(name: string, describe: string, value: Column<ExportedFigure>['value']): Column<ExportedFigure> {
  return { name, type: 'integer', describe, value }
}

function overSources({ intervals }: MeasuredMetric) {
  return intervals.find(({ over }) => over === 'examples')
}

function end(metric: MeasuredMetric, which: 'low' | 'high'): number | null {
  return overSources(metric)?.[which] ?? null
}
