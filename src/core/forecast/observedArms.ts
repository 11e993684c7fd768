import type { ArmShape } from '../planning/armShape.ts'
import type { ArmsAssumption } from '../planning/assumptions.ts'

/** The values that known answers give the arms of each unit, and whose they are. */
export function observedArms(units: readonly (readonly number[])[], shape: ArmShape, words: string): ArmsAssumption {
  const levels = [...new Set(units.flat())]
  const at = new Map(levels.map((value, index) => [value, index]))
  const rows = units.map((values) => values.map((value) => at.get(value)!))
  return {
    words,
    shape,
    levels,
    begin: (random) => {
      let row: readonly number[] = []
      return {
        draw: () => void (row = rows[Math.floor(random() * rows.length)]!),
        level: (arm) => row[arm]!,
      }
    },
    marginals: () => shape.reads.map((_, arm) => units.map((values) => ({ value: values[arm]!, weight: 1 }))),
  }
}
