/** A span of milliseconds for people, in the largest unit that leaves a number above 1: `300 ms`, `90 s`, `2 min`, `24 h`. */
export function duration(ms: number): string {
  const [value, unit] =
    ms < 1000
      ? [ms, 'ms']
      : ms < 100_000
        ? [ms / 1000, 's']
        : ms < 5_400_000
          ? [ms / 60_000, 'min']
          : ms < 172_800_000
            ? [ms / 3_600_000, 'h']
            : [ms / 86_400_000, 'days']
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${unit}`
}
