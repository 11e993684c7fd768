import { ONLY_VARIANT } from '../../../core/compare/index.ts'
import type { LogRecord } from './_internal/record.ts'
import { bag, defineRecordedFormat, isMeasure, textOf } from './_internal/record.ts'

/**
 * An instance of HELM's `per_instance_stats.json`: its statistics are scores, the perturbation (if one was used) is the
 * variant, and the trial of the few-shot examples is the trial. HELM lists dozens of statistics for an instance, and does
 * not say which of them the scenario is about: that is for `--score` to say.
 */
export const helm = defineRecordedFormat({
  kind: 'helm',
  summary: "HELM's per_instance_stats.json: scores alone, so nothing to answer from",
  log: {
    example: '`instance_id`',
    variant: '`perturbation.name`',
    trial: '`train_trial_index`',
    scores: 'any statistic, with `--score`',
  },
  predictions: () => "HELM's per_instance_stats.json holds no answers: read scenario_state.json with kind and map",
  scored(value) {
    const { instance_id: id, perturbation, train_trial_index: trial, stats } = bag(value)
    const example = textOf(id)
    if (example === undefined || !Array.isArray(stats)) return 'it has no instance_id or no stats'
    const named = stats.map(bag).flatMap(({ name, mean, count }): (readonly [string, number])[] => {
      const called = textOf(bag(name)['name']) ?? textOf(name)
      const usable = called !== undefined && typeof mean === 'number' && count !== 0 && !isMeasure(called)
      return usable ? [[called, mean] as const] : []
    })
    const twice = named.find(([name, mean], at) =>
      named.some((other, index) => index < at && other[0] === name && other[1] !== mean),
    )
    if (twice !== undefined)
      return `it has two values of ${twice[0]}, of several splits: keep the statistics of one split`
    return {
      example,
      variant: textOf(bag(perturbation)['name']) ?? ONLY_VARIANT,
      ...(typeof trial === 'number' && { trial }),
      input: '',
      content: null,
      gold: null,
      answer: null,
      scores: Object.fromEntries(named),
      declared: [],
    } satisfies LogRecord
  },
})
