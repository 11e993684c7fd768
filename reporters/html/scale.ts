/** Maps a figure to a place on an axis, never beyond its ends. */
export type Scale = (value: number) => number

/** Makes an axis on which equal distances are equal differences. */
export function linearScale([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const width = high - low || 1
  return (value) => round(from + (Math.min(1, Math.max(0, (value - low) / width)) || 0) * (to - from))
}

/** Makes an axis on which equal distances are equal ratios, from 1 on. */
export function logScale(most: number, range: readonly [number, number]): Scale {
  const linear = linearScale([0, Math.log(Math.max(2, most))], range)
  return (value) => linear(Math.log(Math.max(1, value)))
}

/** Gives round figures within a domain, about `count` of them. */
export function ticks([low, high]: readonly [number, number], count: number): number[] {
  const raw = (high - low) / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const unit = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10
  const step = unit * power
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Number(((first + at) * step).toPrecision(12)))
}

/** Gives 1, 10, 100, … up to `most`. */
export function logTicks(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log10(Math.max(1, most))) + 1 }, (_, power) => 10 ** power)
}

/** Gives the ends of an axis: those of the values, widened to round figures and kept within the statistic's range. */
export function domainOf(values: readonly number[], [low, high]: readonly [number, number]): [number, number] {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity)
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity)
  const pad = Math.max(0.02, 0.08 * (most - least))
  const step = most - least > 0.5 ? 10 : 20
  return [Math.max(low, Math.floor((least - pad) * step) / step), Math.min(high, Math.ceil((most + pad) * step) / step)]
}

function round(value: number): number {
  return Math.round(10 * value) / 10
}
