import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** It makes no call: it only notes when it began, which stands for the first call. */
test('nothing', () => {
  const began = performance.timeOrigin + performance.now()
  writeFileSync(join(process.env['WORK_DIR'] ?? '', 'began'), String(began))
  expect(began).toBeGreaterThan(0)
})
