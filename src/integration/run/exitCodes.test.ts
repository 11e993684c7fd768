import { expect, test } from 'vitest'
import { SCENARIOS } from './exitScenarios.testing.ts'
import { playTable, startsProcess } from './exitTable.testing.ts'

test('each scenario has a name of its own, and at least 150 are played by processes of their own', () => {
  const all = Object.entries(SCENARIOS).flatMap(([group, scenarios]) =>
    scenarios.map((scenario) => ({ group, scenario })),
  )
  expect(new Set(all.map(({ group, scenario }) => `${group}: ${scenario.name}`)).size).toBe(all.length)
  expect(all.filter(({ group, scenario }) => startsProcess(group, scenario)).length).toBeGreaterThanOrEqual(150)
})

playTable('processes')
