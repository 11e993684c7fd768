import { fewestToPass, type raceWealth, shareDone, thresholds, type Rule } from '../../core/sequential/index.ts'

/**
 * The share of the units seen that may be under way while no verdict is in sight: a claim near its limit needs many, and
 * would take long if they came a few at a time.
 */
const IN_THE_OPEN = 0.3

/**
 * Says how many units may be under way at once, whatever the endpoint can take: what is asked beyond the verdict is paid for
 * and counts for nothing. They are as many as still bring `pass` if all are at best, taking their wealth to grow evenly, or
 * fewer where `fail` is nearer and its wealth goes on growing as it did. It never changes which units count.
 */
export function unitsAhead(rule: Rule): (wealth: ReturnType<typeof raceWealth>, seen: number) => number {
  // A claim about a dataset needs every unit.
  if (rule.datasetSize !== undefined) return () => Infinity
  const fewest = fewestToPass(rule)
  const need = thresholds(rule)
  return (wealth, seen) => {
    if (seen === 0) return fewest ?? Infinity
    const toPass = fewest === null ? Infinity : fewest * Math.max(0, 1 - wealth.pass / need.pass)
    const toFail = wealth.fail > 0 ? seen * (need.fail / wealth.fail - 1) : Infinity
    return Math.max(IN_THE_OPEN * (1 - shareDone(wealth, rule)) * seen, Math.min(toPass, toFail), 1)
  }
}
