import { growingInts, observationTable, textPool, type ObservationTable } from '../../core/table/index.ts'
import type { Observation } from '../../core/types/index.ts'
import { compactUnit, observationsOf, type ExampleEvidence, type UnitEvidence } from '../unitEvidence.ts'

/** Units in plan order. What is gone through may be made again each time. */
export interface UnitList extends Iterable<UnitEvidence> {
  readonly length: number
  readonly add: (unit: UnitEvidence) => void
}

/** Makes an empty list of units that are held as they are, for observations that somebody else holds. */
export function heldUnits(): UnitList {
  const units: UnitEvidence[] = []
  return {
    get length() {
      return units.length
    },
    add: (unit) => void units.push(compactUnit(unit)),
    [Symbol.iterator]: () => units[Symbol.iterator](),
  }
}

/** Makes an empty list that only counts its units. */
export function countedUnits(): UnitList {
  let length = 0
  return {
    get length() {
      return length
    },
    add: () => void length++,
    [Symbol.iterator]: () => [][Symbol.iterator](),
  }
}

/** Units whose observations are in a table, in the order of the evidence. */
export interface TabledUnits extends UnitList {
  readonly observations: ObservationTable
}

/** The columns of a unit: its group, the other task's group and one more (0: it has none), its first observation, … */
const GROUP = 0
const OTHER_GROUP = 1
const FIRST = 2
/** … the way in which examples and roles share its observations, and the first of its examples. */
const SHAPE = 3
const EXAMPLES = 4

/** The parts of a unit that most units have in common. Observations are counted from the unit's first. */
interface Shape {
  readonly candidate: number
  readonly baseline: number
  readonly examples: readonly {
    readonly task: string | undefined
    readonly roles: readonly {
      readonly name: string
      readonly candidate: readonly number[]
      readonly baseline: readonly number[]
    }[]
  }[]
}

/**
 * Makes an empty list that puts the observations of its units into a table, and of each unit keeps five numbers and its
 * examples: a claim of a million cells rests on as many objects otherwise, until its end.
 */
export function tabledUnits(): TabledUnits {
  const texts = textPool()
  const observations = observationTable(texts)
  const units = growingInts(5)
  const examples = growingInts(1)
  const shapes: Shape[] = []
  const shapeNumbers = new Map<string, number>()
  let length = 0
  let exampleCount = 0

  function shapeOf(shape: Shape): number {
    const name = JSON.stringify(shape)
    const known = shapeNumbers.get(name)
    if (known !== undefined) return known
    shapeNumbers.set(name, shapes.length)
    return shapes.push(shape) - 1
  }

  function unitAt(at: number): UnitEvidence {
    const shape = shapes[units.get(at, SHAPE)]!
    const first = units.get(at, FIRST)
    const cells = Array.from({ length: shape.candidate + shape.baseline }, (_, cell) => observations.at(first + cell))
    const pick = (places: readonly number[]) => places.map((place) => cells[place]!)
    const partner = units.get(at, OTHER_GROUP)
    return {
      group: texts.get(units.get(at, GROUP)),
      ...(partner > 0 && { otherGroup: texts.get(partner - 1) }),
      examples: shape.examples.map(({ task, roles }, place): ExampleEvidence => {
        const example = texts.get(examples.get(units.get(at, EXAMPLES) + place, 0))
        const evidence = Object.fromEntries(
          roles.map(({ name, candidate, baseline }) => [
            name,
            { candidate: pick(candidate), baseline: pick(baseline) },
          ]),
        )
        return { example, ...(task !== undefined && { task }), roles: evidence }
      }),
      candidate: cells.slice(0, shape.candidate),
      baseline: cells.slice(shape.candidate),
    }
  }

  return {
    observations,
    get length() {
      return length
    },
    add(unit) {
      const at = units.add()
      units.set(at, GROUP, texts.put(unit.group))
      units.set(at, OTHER_GROUP, unit.otherGroup === undefined ? 0 : 1 + texts.put(unit.otherGroup))
      units.set(at, FIRST, observations.length)
      units.set(at, SHAPE, shapeOf(shapeIn(unit)))
      units.set(at, EXAMPLES, exampleCount)
      for (const { example } of unit.examples) {
        examples.set(examples.add(), 0, texts.put(example))
        exampleCount++
      }
      for (const observation of observationsOf(unit)) observations.add(observation)
      length++
    },
    *[Symbol.iterator]() {
      for (let at = 0; at < length; at++) yield unitAt(at)
    },
  }
}

function shapeIn(unit: UnitEvidence): Shape {
  const { candidate, baseline, examples } = unit
  const places = new Map(observationsOf(unit).map((observation, place) => [observation, place]))
  const placesOf = (list: readonly Observation[]) => list.map((observation) => places.get(observation)!)
  return {
    candidate: candidate.length,
    baseline: baseline.length,
    examples: examples.map(({ task, roles }) => ({
      task,
      roles: Object.entries(roles).map(([name, role]) => ({
        name,
        candidate: placesOf(role.candidate),
        baseline: placesOf(role.baseline),
      })),
    })),
  }
}
