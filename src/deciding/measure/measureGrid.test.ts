import { describe, expect, test } from 'vitest'
import { taskKinds } from '../../core/tasks/index.ts'
import type { Instruction, Task } from '../../core/types/index.ts'
import { planMeasurement } from './measureGrid.ts'

const kind = taskKinds.find((one) => one.kind === 'boolean-qa')!

function instruction(id: string, text: string, render?: Instruction['render']): Instruction {
  return {
    id,
    family: 'plain',
    text,
    options: { item: '', separator: '' },
    provenance: { author: 'tests', licence: 'Apache-2.0' },
    reviewed: null,
    hash: id,
    ...(render && { render }),
  }
}

const ask = 'Passage: {passage} Question: {question}'
const task: Task = {
  name: 'qa',
  kind,
  labels: null,
  canonical: 'own',
  hash: 'a'.repeat(64),
  sources: [],
  examples: Array.from({ length: 10 }, (_, at) => ({
    id: `e${at}`,
    group: `e${at}`,
    input: { passage: `p${at}`, question: at < 3 ? 'short?' : 'long and long?' },
    gold: 'yes',
  })),
  instructions: [
    instruction('own', ask),
    instruction('other', `Now: ${ask}`),
    // Cuts long questions, so that it asks the canonical prompt about short ones.
    instruction(
      'cut',
      'jinja',
      ({ input }) => `Passage: ${input['passage']} Question: ${input['question']!.slice(0, 6)}`,
    ),
  ],
}

describe('planning a measurement', () => {
  const of = (cells: number) => planMeasurement(task, { seed: '0', seen: ['own'], mode: { name: 'measure', cells } })

  test('cells that ask the canonical prompt are listed and never asked, whatever the budget', () => {
    const { plan, cells } = of(1000)
    expect(plan.notApplicable).toEqual([{ variant: 'cut', examples: 3 }])
    expect([plan.budget, cells.length]).toEqual([2 * (30 - 3), 54])
    expect(cells.filter(({ example, variant }) => variant === 'cut' && ['e0', 'e1', 'e2'].includes(example))).toEqual(
      [],
    )
  })

  test('a smaller budget is the beginning of a larger one; seen variants are known', () => {
    expect(of(40).cells.slice(0, 13)).toEqual(of(13).cells)
    expect(of(13).plan).toMatchObject({ budget: 13, labels: null, examples: 10, canonical: 'own' })
    expect(of(13).plan.variants).toContainEqual({ id: 'own', family: 'plain', seen: true })
    const nothing = planMeasurement(task, { seed: '0', seen: null, mode: { name: 'survey', file: 'tasks.json' } })
    expect([nothing.cells, nothing.plan.budget, nothing.plan.variants[0]?.seen]).toEqual([[], 54, null])
  })

  test('shares by task', () => {
    expect(
      planMeasurement(task, { seed: '0', seen: null, mode: { name: 'measure', cells: { qa: 7, re: 3 } } }).cells,
    ).toHaveLength(7)
    expect(() => planMeasurement(task, { seed: '0', seen: null, mode: { name: 'measure', cells: { re: 3 } } })).toThrow(
      'ROBUSTNESS_CELLS names no cells for task qa; it names re',
    )
  })
})
