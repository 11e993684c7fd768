/** Values as a row of bars, lowest to highest. Decoration: no figure stands here alone. */
export function sparkline(values: readonly number[]): string {
  const least = values.reduce((low, value) => Math.min(low, value), Infinity)
  const most = values.reduce((high, value) => Math.max(high, value), -Infinity)
  const height = (value: number) =>
    most === least ? 3 : Math.round(((value - least) / (most - least)) * (BARS.length - 1))
  return values.map((value) => BARS[height(value)]).join('')
}

const BARS = [...'▁▂▃▄▅▆▇█']
