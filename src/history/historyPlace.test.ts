import { describe, expect, test } from 'vitest'
import { UsageError } from '../core/types/index.ts'
import { readHistoryPlace, type HistoryOption } from './historyPlace.ts'

const read = (option: HistoryOption | undefined, env: Record<string, string> = {}) =>
  readHistoryPlace(option, { folder: '/project/.robustness', root: '/project', env })

const local = { kind: 'sqlite', file: '/project/.robustness/history.sqlite' }
const URL_WITH = 'postgres://ci:planted-s3cret@db.internal:5432/history'

describe('where a history is', () => {
  test('files, variables, off', () => {
    expect([read(undefined), read(true), read({ env: 'DATABASE_URL' })]).toEqual([local, local, local])
    expect(read(false)).toBeNull()
    expect(read('data/h.sqlite')).toEqual({ kind: 'sqlite', file: '/project/data/h.sqlite' })
    expect(read({ env: 'DATABASE_URL' }, { DATABASE_URL: URL_WITH })).toEqual({ kind: 'postgres', url: URL_WITH })
    expect(read('postgres://ci@db/history')).toEqual({ kind: 'postgres', url: 'postgres://ci@db/history' })
  })

  test('ROBUSTNESS_HISTORY wins', () => {
    for (const nowhere of ['off', 'false']) expect(read('a.sqlite', { ROBUSTNESS_HISTORY: nowhere })).toBeNull()
    expect(read(false, { ROBUSTNESS_HISTORY: 'b.sqlite' })).toEqual({ kind: 'sqlite', file: '/project/b.sqlite' })
    expect(read(false, { ROBUSTNESS_HISTORY: URL_WITH })).toEqual({ kind: 'postgres', url: URL_WITH })
  })

  test.each([
    [URL_WITH],
    ['postgres://ci@db/history?password=planted-s3cret'],
    ['postgresql://ci:planted-s3cret@[not-a-host/history'],
    ['mysql://ci:planted-s3cret@db/history'],
    [''],
    [{ env: '' }],
  ] as const)('%j in a config is refused, and never repeated', (option) => {
    const told = messageOf(() => read(option))
    expect(told).not.toMatch(/s3cret|db/)
    expect(told).toMatchSnapshot()
  })
})

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  throw new Error('nothing was thrown')
}
