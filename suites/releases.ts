/** The releases under test: one export each, built only where a claim needs it. */
import { fromFolder } from 'vitest-robustness/models'

export const v1 = () => fromFolder('fixtures/models/t5-0.4m-v1')
export const v2 = () => fromFolder('fixtures/models/t5-0.4m-v2')
export const v3 = () => fromFolder('fixtures/models/t5-0.4m-v3')
export const v4 = () => fromFolder('fixtures/models/t5-0.4m-v4')
export const v5 = () => fromFolder('fixtures/models/t5-0.4m-v5')
