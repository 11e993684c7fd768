import { expect, test } from 'vitest'
import { relationExtraction, release } from 'vitest-robustness'

const work = process.env['WORK_DIR'] ?? ''
const task = relationExtraction({ examples: `${work}/examples.jsonl`, instructions: `${work}/instructions.yaml` })

// Nine of ten gold answers are right, so this claim is at its limit: it asks every cell, as the other columns do.
test('asks the full grid', async () => {
  const options = { accuracy: 0.9, variants: task.instructions.length, advisory: true }
  await expect(release().on(task)).toStayAbove(options)
})

// This claim gates, on cells that are known by now.
test('is right', async () => {
  await expect(release().on(task)).toStayAbove({ accuracy: 0.6 })
})
