import { squadNormalise } from '../tasks/squadNormalise.ts'
import { closedSetComplaint } from './_internal/cells.ts'
import { mean } from './_internal/formulas.ts'
import { defineMetric } from './defineMetric.ts'

/** The share of exact matches; a non-answer counts as wrong. */
export const exactMatch = defineMetric({
  name: 'exact match',
  summary: 'share of answers equal to the gold one after SQuAD’s normalisation',
  source: 'Rajpurkar et al., SQuAD, EMNLP 2016, arXiv 1606.05250',
  range: [0, 1],
  better: 'more',
  interval: { meanOver: 'cells' },
  unsuited: closedSetComplaint,
  compute: (cells) => ({
    value: mean(
      cells.map(({ answer, gold }) => (answer !== null && squadNormalise(answer) === squadNormalise(gold) ? 1 : 0)),
    ),
  }),
})
