import { UsageError } from '../words/index.ts'
import { bootstrapInterval, type BootstrapInterval, type BootstrapOptions } from './bootstrapInterval.ts'
import { bootstrapSettings } from './bootstrapSettings.ts'
import { seededRandom } from './seededRandom.ts'
import { sumsByGroup } from './sumsByGroup.ts'

/**
 * Interval for the mean of `values` by resampling whole groups with replacement: values of one group are not independent.
 * The same `seed` gives the same interval. An interval of no width says only that nothing varied in these data.
 * (Davison and Hinkley 1997, section 3.8.) Throws `UsageError` on bad input and for a single group.
 */
export function clusteredBootstrap(
  values: readonly number[],
  groups: readonly string[],
  options: BootstrapOptions,
): BootstrapInterval {
  const settings = bootstrapSettings('clusteredBootstrap', options)
  const units = sumsByGroup('clusteredBootstrap', values, groups)
  if (units.length < 2)
    throw new UsageError('clusteredBootstrap: one group cannot show how groups vary: give at least 2')
  const counts = Float64Array.from(units, ({ count }) => count)
  const sums = Float64Array.from(units, ({ sum }) => sum)
  const [count, sum] = [values.length, sums.reduce((a, b) => a + b, 0)]
  const leftOut = units.map((unit) => (sum - unit.sum) / (count - unit.count))
  const random = seededRandom(settings.seed)
  const replicates = new Float64Array(settings.resamples).map(() => {
    let [drawnSum, drawnCount] = [0, 0]
    for (let draw = 0; draw < counts.length; draw++) {
      const unit = Math.floor(random() * counts.length)
      drawnSum += sums[unit]!
      drawnCount += counts[unit]!
    }
    return drawnSum / drawnCount
  })
  return bootstrapInterval(replicates, sum / count, [leftOut], settings)
}
