import { expect, expectTypeOf, test } from 'vitest'
import { readOptions, type CommonOptions, type RulesFor } from './options.ts'

interface Options extends CommonOptions {
  readonly by: number
  readonly metric?: 'drop' | 'spread'
  readonly strict?: boolean
  readonly names?: readonly string[]
}

const RULES = {
  by: { type: 'number', above: 0, below: 1, required: true },
  metric: { type: 'text', oneOf: ['drop', 'spread'] },
  strict: { type: 'flag' },
  names: { type: 'names' },
} as const satisfies RulesFor<Options>

test('options have the types that their rules say', () => {
  const read = readOptions('toDoIt', { by: 0.1, metric: 'drop', variants: 2 }, RULES)
  expect(read).toEqual({ by: 0.1, metric: 'drop', variants: 2 })
  expectTypeOf(read.by).toEqualTypeOf<number>()
  expectTypeOf(read.metric).toEqualTypeOf<'drop' | 'spread' | undefined>()
  expectTypeOf(read.strict).toEqualTypeOf<boolean | undefined>()
  expectTypeOf(read.names).toEqualTypeOf<readonly string[] | undefined>()
  expectTypeOf(read).toExtend<Options>()
})

test('the compiler finds an option without a rule, and a rule of another type', () => {
  const { by, ...others } = RULES
  // @ts-expect-error: `by` has no rule.
  void (others satisfies RulesFor<Options>)
  // @ts-expect-error: a flag is no number.
  void ({ ...RULES, by: { type: 'flag' } } satisfies RulesFor<Options>)
  // @ts-expect-error: `mean` is not among the metrics.
  void ({ ...RULES, metric: { type: 'text', oneOf: ['mean'] } } satisfies RulesFor<Options>)
  const loose = readOptions('toDoIt', { by: 0.1 }, { ...others, by: { ...by, required: false } })
  // @ts-expect-error: where the rule does not require `by`, it may be missing.
  void (loose satisfies Options)
  expect(loose.by).toBe(0.1)
})
