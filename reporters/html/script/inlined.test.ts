import { expect, test } from 'vitest'
import { bundledScript } from '../../../.ci/pageScript.ts'
import { script } from './inlined.ts'

test('the committed script is what its modules make (else: npm run page)', async () => {
  expect(await bundledScript(`${import.meta.dirname}/../../..`)).toBe(script)
})
