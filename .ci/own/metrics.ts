import { defineMetric } from 'vitest-robustness'

export const shareOfTwos = defineMetric({
  name: 'share of twos',
  summary: 'how often the answer is 2',
  source: 'own',
  range: [0, 1],
  better: 'neither',
  interval: { meanOver: 'cells' },
  compute: (cells) => ({ value: cells.filter(({ answer }) => answer === '2').length / cells.length }),
})
