import { expectTypeOf, test } from 'vitest'
import type { Perturbation } from '../../core/types/index.ts'
import type { RobustnessMatchers } from './matcherTypes.ts'

test('claims over perturbations take names, families and own ones before their options', () => {
  type Stable = Parameters<RobustnessMatchers['toBeStableUnder']>
  expectTypeOf<'swap-letters'>().toExtend<Stable[0]>()
  expectTypeOf<['format', 'whitespace', Perturbation]>().toExtend<Stable[0]>()
  expectTypeOf<['swap-leters']>().not.toExtend<Stable[0]>()
  expectTypeOf<{ maxFlipRate: number; strength: number; allowUsually: true }>().toExtend<Stable[1]>()
  expectTypeOf<{ minChangeRate: number }>().toExtend<Parameters<RobustnessMatchers['toChangeUnder']>[1]>()
  expectTypeOf<Parameters<RobustnessMatchers['toBeStableUnderFormatting']>['length']>().toEqualTypeOf<1>()
  expectTypeOf<Parameters<RobustnessMatchers['toBeStableUnderOptionOrder']>[0]>().toHaveProperty('maxFlipRate')
})
