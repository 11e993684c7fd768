import { expect, test } from 'vitest'
import type { ClaimContext } from '../../core/types/index.ts'
import { poolOf } from './roles.ts'

const context = (seen: ClaimContext['seen']): ClaimContext => ({
  taskName: 'semeval',
  canonical: 'a1',
  families: new Map([
    ['a1', 'a'],
    ['b1', 'b'],
  ]),
  seen,
  unreviewed: new Set(),
})

const said = (family: string, seen: ClaimContext['seen']): string => {
  try {
    return poolOf('toGeneralizeToUnseenInstructions', family, context(seen), false).join()
  } catch (error) {
    return String(error)
  }
}

test('a family without an instruction is named apart from those that have some, with the reason', () => {
  expect([said('seen', new Set()), said('unseen', new Set(['a1', 'b1'])), said('c', new Set()), said('A', null)])
    .toMatchInlineSnapshot(`
      [
        "UsageError: toGeneralizeToUnseenInstructions(): task "semeval" has no instruction of family "seen"; it has all, unseen, a, b, and none of seen: by the seen or seenIn of robustness(), the line was tuned on none of them",
        "UsageError: toGeneralizeToUnseenInstructions(): task "semeval" has no instruction of family "unseen"; it has all, seen, a, b, and none of unseen: by the seen or seenIn of robustness(), the line was tuned on each of them",
        "UsageError: toGeneralizeToUnseenInstructions(): task "semeval" has no instruction of family "c"; it has all, unseen, a, b, and none of seen",
        "UsageError: toGeneralizeToUnseenInstructions(): task "semeval" has no instruction of family "A" (did you mean "a"?); it has all, seen, unseen, a, b",
      ]
    `)
  expect(said('unseen', new Set())).toBe('a1,b1')
})
