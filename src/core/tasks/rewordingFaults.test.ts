import { expect, test } from 'vitest'

import { rewordingFaults } from './rewordingFaults.ts'

const ORIGINAL = 'Name the relation: {head}, {tail}. Answer "yes" or founded by.\n{sentence}'

test.each([
  ['How are {head} and {tail} related? Say "yes" or founded by. {sentence}', []],
  [ORIGINAL.replace('\n', '  '), ['it is the original']],
  ['  ', ['it is empty']],
  [
    '{head} {tail} {tail} "yes", founded by',
    ['it mentions {tail} 2 times, the original once', 'it mentions {sentence} not at all, the original once'],
  ],
  ['Which relation have {head} and {tail} in {sentence}?', ['it leaves out "founded by", "yes"']],
  ['{head} {tail} {sentence} {label} "yes" founded by', ['it mentions {label} once, the original not at all']],
  [`${ORIGINAL} ${'And think about it well. '.repeat(20)}`, ['it is 7.8 times as long']],
])('%j', (rewording, faults) => {
  expect(rewordingFaults(ORIGINAL, rewording, { founded_by: 'founded by', born_in: 'born in' })).toEqual(faults)
})
