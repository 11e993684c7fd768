import { counted } from '../../src/core/text/index.ts'
import type {
  MeasuredMetric,
  MeasuredSlice,
  OwnMetric,
  TaskMeasurement,
  VarianceComponent,
  VarianceComponents,
} from '../../src/core/types/index.ts'
import { figure, nonAnswers, notAnswered, percent, range, type Block } from './block.ts'

/**
 * Makes the blocks of one measured task. `own` are metrics that are not the package's, and `most` is the number of
 * variants that are listed.
 */
export function taskBlocks(
  measurement: TaskMeasurement,
  own: readonly OwnMetric[],
  temperature: string,
  most: number,
): Block[] {
  const { plan, slices } = measurement
  const whole = slices.find((slice) => slice.of === 'task')
  const parts = slices.filter((slice) => slice.of !== 'task' && slice.of !== 'variant')
  return [
    {
      heading: `${plan.task}: ${sizes(measurement)}`,
      ...(whole ? metricBlock(whole, measurement, own) : { table: [], lines: [] }),
      whole: true,
    },
    {
      heading: `${plan.task}: seen and unseen variants, and wording families`,
      table: sliceTable(parts),
      lines: [],
    },
    variantBlock(measurement, most),
    ...ownBlocks(measurement, own, most),
    { heading: `${plan.task}: what makes scores vary`, ...componentsOf(measurement) },
    { heading: `${plan.task}: how answers vary by themselves`, table: [], lines: [selfLine(measurement, temperature)] },
    quantileBlock(measurement),
  ]
}

function sizes({ plan, asked }: TaskMeasurement): string {
  const grid = asked.full ? 'the whole grid' : `${asked.examples} of ${counted(plan.examples, 'example')}`
  const sources = asked.groups === asked.examples ? '' : ` (${counted(asked.groups, 'source')})`
  const missing = asked.missing > 0 ? `, ${asked.missing} for which no answer came` : ''
  return (
    `${counted(asked.cells, 'cell')}, ${grid}${sources} × ${counted(plan.variants.length, 'variant')}, ` +
    `${counted(asked.repeats, 'repeat')}${missing}`
  )
}

function metricBlock(
  slice: MeasuredSlice,
  { alike }: TaskMeasurement,
  own: readonly OwnMetric[],
): Pick<Block, 'table' | 'lines'> {
  const valueOf = (name: string) => metricOf(slice, name)?.value ?? null
  const bySource = valueOf('accuracy by source')
  const unequal = bySource !== null && Math.abs((valueOf('accuracy') ?? bySource) - bySource) > 1e-9
  const shown = slice.metrics
    .filter(({ name }) => !name.endsWith(', estimated')) // they stand with the quantiles
    .filter(({ name }) => name !== 'accuracy by source' || unequal)
  const missing = shown.filter(({ value }) => value === null)
  return {
    table: [
      ['metric', 'value', 'interval', '(*)', 'no answer'],
      ...shown.map((metric) => metricRow(metric, own.find(({ name }) => name === metric.name)?.digits)),
    ],
    lines: [
      ...(unequal
        ? ['accuracy: every cell weighs the same; by source: every independent source does, as in the claims of a gate']
        : []),
      ...(alike
        ? [
            `chance alone: ${counted(alike.variants, 'variant')} that are all alike, with ${counted(Math.round(alike.cells), 'cell')} each, ` +
              `would show a worst variant of ${figure(alike.worst)} and a spread of ${figure(alike.spread)}`,
          ]
        : []),
      ...own.map(ownLine),
      ...missing.map(({ name, reason }) => `${name}: none, because ${reason ?? 'it is undefined here'}`),
      `not answered: ${nonAnswers(metricOf(slice, 'accuracy')?.rates ?? {})}`,
    ],
  }
}

/** Describes a metric from outside the package, because a reader may not know its module. */
function ownLine({ name, summary, better, source }: OwnMetric): string {
  const wanted = better === 'neither' ? '' : `; ${better} is better`
  return `${name}: ${summary}${wanted} (not of the package; source: ${source})`
}

function find(intervals: MeasuredMetric['intervals'], over: string) {
  return intervals.find((interval) => interval.over === over)
}

function sliceTable(slices: readonly MeasuredSlice[]): string[][] {
  const rows = slices.map((slice) => {
    const [right, flips, spread] = ['accuracy', 'flip rate', 'spread'].map((name) => metricOf(slice, name))
    const { name, cells } = slice
    return [
      name,
      String(cells),
      withRange(right),
      withRange(flips),
      figure(spread?.value ?? null),
      notAnswered(right?.rates ?? {}),
    ]
  })
  return [['part', 'cells', 'accuracy', 'flip rate', 'spread', 'no answer'], ...rows]
}

function metricOf({ metrics }: MeasuredSlice, name: string): MeasuredMetric | undefined {
  return metrics.find((metric) => metric.name === name)
}

function variantBlock({ plan, slices }: TaskMeasurement, most: number): Block {
  const variants = worstFirst(slices)
  const rows = variants.slice(0, most).map((slice) => {
    const [right, flips] = [metricOf(slice, 'accuracy'), metricOf(slice, 'flip rate')]
    const canonical = slice.name === plan.canonical ? ' (canonical)' : ''
    return [
      `${slice.name}${canonical}`,
      String(slice.cells),
      figure(right?.value ?? null),
      range(right?.intervals[0]),
      figure(flips?.value ?? null),
      notAnswered(right?.rates ?? {}),
    ]
  })
  const same = plan.notApplicable.map(
    ({ variant, examples }) =>
      `not applicable: ${variant} asks the canonical prompt on ${counted(examples, 'example')}; those cells are in no figure`,
  )
  const more = variants.length > most ? [`and ${variants.length - most} more; all of them are in run.json`] : []
  return {
    heading: `${plan.task}: variants, worst first (exploratory: the worst of many looks worse than it is)`,
    table: [['variant', 'cells', 'accuracy', 'interval', 'flip rate', 'no answer'], ...rows],
    lines: [...more, ...same, ...(plan.leftOut ?? [])],
  }
}

function worstFirst(slices: readonly MeasuredSlice[]): readonly MeasuredSlice[] {
  return slices
    .filter((slice) => slice.of === 'variant' && slice.cells > 0)
    .toSorted((a, b) => accuracyOf(a) - accuracyOf(b))
}

/** Shows the metrics that are not the package's on every part of the grid but the whole, which stands above. */
function ownBlocks({ plan, slices }: TaskMeasurement, own: readonly OwnMetric[], most: number): Block[] {
  const parts = slices
    .filter((slice) => slice.of !== 'task' && slice.of !== 'variant')
    .concat(worstFirst(slices).slice(0, most))
  const shown = own.filter(({ name }) => parts.some((slice) => metricOf(slice, name)))
  if (shown.length === 0) return []
  const rows = parts.map((slice) =>
    [slice.name, String(slice.cells)].concat(
      shown.map(({ name, digits }) => {
        const metric = metricOf(slice, name)
        return metric === undefined ? '' : withRange(metric, digits)
      }),
    ),
  )
  const head = ['part', 'cells', ...shown.map(({ name }) => name)]
  return [{ heading: `${plan.task}: metrics of the project, by part`, table: [head, ...rows], lines: [] }]
}

function componentsOf({ components, notes }: TaskMeasurement): Pick<Block, 'table' | 'lines'> {
  if ('reason' in components) return { table: [], lines: [`no components of variance: ${components.reason}`, ...notes] }
  const parts = partsOf(components)
  const total = parts.reduce((sum, [, { value }]) => sum + value, 0)
  const rows = parts.map(([name, { value, raw }]) => [
    name,
    value.toFixed(4),
    total === 0 ? '' : percent(value / total),
    raw < 0 ? `raw ${raw.toFixed(4)}` : '',
  ])
  const repeats = components.trials === null ? ['nothing was repeated: the interaction holds the repeats too'] : []
  return { table: [['variance of a score', 'value', 'share', ''], ...rows], lines: [...repeats, ...notes] }
}

function partsOf({ examples, instructions, interaction, trials }: VarianceComponents): [string, VarianceComponent][] {
  return [
    ['examples', examples],
    ['instructions', instructions],
    ['their interaction', interaction],
    ...(trials === null ? [] : [['repeats', trials] as [string, VarianceComponent]]),
  ]
}

function selfLine({ selfVariation }: TaskMeasurement, temperature: string): string {
  const { rate, pairs, interval, reason } = selfVariation
  if (rate === null) return `not known: ${reason ?? ''}`
  const bounds = interval ? ` (${range(interval)})` : ''
  return `${percent(rate)}${bounds} of ${counted(pairs, 'answer')} differ from their own repeat; temperature ${temperature}`
}

function quantileBlock({ plan, asked, quantiles }: TaskMeasurement): Block {
  const rows = quantiles.map(({ share, observed, estimated }) => [
    `${Math.round(100 * share)}%`,
    figure(observed),
    figure(estimated),
    observed === null || estimated === null ? '' : figure(estimated - observed),
  ])
  const from = quantiles[0]?.from ?? 0
  const line = asked.full
    ? `the grid is full: the model saw a quarter of it (${counted(from, 'cell')}), so the difference is its error`
    : 'the grid is not full: means over different examples spread wider than the variants do'
  return {
    heading: `${plan.task}: quantiles over variants, as asked and by the two-way logistic model`,
    table: [['quantile', 'as asked', 'model', 'difference'], ...rows],
    lines: [line],
  }
}

function accuracyOf(slice: MeasuredSlice): number {
  return metricOf(slice, 'accuracy')?.value ?? Infinity
}

function metricRow({ name, value, intervals, rates }: MeasuredMetric, digits?: number): string[] {
  const [own, wide] = [find(intervals, 'examples'), find(intervals, 'examples and instructions')]
  return [name, figure(value, digits), range(own, digits), range(wide, digits), notAnswered(rates)]
}

function withRange(metric: MeasuredMetric | undefined, digits?: number): string {
  return `${figure(metric?.value ?? null, digits)} ${range(metric?.intervals[0], digits)}`.trim()
}
