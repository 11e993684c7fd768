import { expect, test } from 'vitest'

import type { Identity, Observation } from '../core/types/index.ts'
import { nameIdentity } from '../core/wording/index.ts'
import { watchIdentity } from './gather.ts'

const model = { model: 'm', revision: '1' }
const seen = (...list: readonly Identity[]): string | null => {
  const watch = watchIdentity('candidate')
  const found = list.map((who) => watch([{ outcome: 'answered', who } as Observation])).find((mixed) => mixed !== null)
  return found ? `${nameIdentity(found.first)} | ${nameIdentity(found.other)}` : null
}

test.each([
  [[model, model], null],
  [[model, { ...model, revision: '2' }], 'm at revision 1 | m at revision 2'],
  [[model, { ...model, fingerprint: 'a' }, model, { ...model, fingerprint: 'a' }], null],
  [
    [{ ...model, fingerprint: 'a' }, model, { ...model, fingerprint: 'b' }],
    'm at revision 1, fingerprint a | m at revision 1, fingerprint b',
  ],
  [
    [
      { ...model, fingerprint: 'a' },
      { ...model, upstream: 'east' },
      { ...model, fingerprint: 'a', upstream: 'east' },
    ],
    null,
  ],
  [
    [
      { ...model, upstream: 'east' },
      { ...model, fingerprint: 'a' },
      { ...model, upstream: 'west' },
    ],
    'm at revision 1, fingerprint a, served by east | m at revision 1, served by west',
  ],
])('a change of who answers is seen, a mark left out is none: %j', (list, mixed) => {
  expect(seen(...list)).toBe(mixed)
})

test('a cell in error was answered by nobody', () => {
  const watch = watchIdentity('candidate')
  expect(watch([{ outcome: 'answered', who: model } as Observation])).toBeNull()
  expect(watch([{ outcome: 'error', who: { model: 'x', revision: null } } as Observation])).toBeNull()
})
