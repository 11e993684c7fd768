import { describe, expect, test } from 'vitest'
import type { HistoryOption } from '../../history/index.ts'
import { readRobustnessOptions, type RobustnessOptions } from './options.ts'
import { sharedStorePlace } from './storeOption.ts'

const URL_WITH = 'postgres://ci:planted-s3cret@db.internal:5432/history'

const read = (store: unknown, env: Record<string, string> = {}) =>
  readRobustnessOptions(
    { releases: { v1: './m.ts#v1' }, candidate: 'v1', store: store as RobustnessOptions['store'] & {} },
    env,
  )

describe('the option store', () => {
  test.each([
    ['record', {}, 'record', false],
    [{ mode: 'replay', shared: true }, {}, 'replay', true],
    [{ shared: true }, {}, 'off', true],
    [{ mode: 'record', shared: false }, { ROBUSTNESS_STORE: 'refresh' }, 'refresh', false],
    [{ mode: 'record', shared: true }, { ROBUSTNESS_STORE: 'off' }, 'off', true],
  ] as const)('%j with %j', (store, env, mode, shared) => {
    expect(read(store, env)).toMatchObject({ store: mode, sharedStore: shared })
  })

  test.each([
    [{ mode: 'record' }],
    [{ shared: 'yes' }],
    [{ shared: true, url: 1 }],
    [null],
    [{ mode: 'recrod', shared: true }],
    ['recrod'],
  ])('%j is refused', (store) => {
    expect(() => read(store)).toThrow(/must be a mode, e\.g\. 'record', or \{ mode|unknown store mode "recrod"/)
  })
})

describe('where answers are shared', () => {
  const place = (history: HistoryOption | undefined, env: Record<string, string> = {}, sharedStore = true) =>
    sharedStorePlace({ sharedStore, history }, { folder: '/p/.robustness', root: '/p', env })

  test('in the Postgres of the history; where its variable is not set, or the environment says otherwise, in no database', () => {
    expect(place({ env: 'DATABASE_URL' }, { DATABASE_URL: URL_WITH })).toEqual({ url: URL_WITH })
    expect(place(true, { ROBUSTNESS_HISTORY: URL_WITH })).toEqual({ url: URL_WITH })
    expect(place('postgres://ci@db/history')).toEqual({ url: 'postgres://ci@db/history' })
    expect(place({ env: 'DATABASE_URL' })).toBeNull()
    expect(place('postgres://ci@db/history', { ROBUSTNESS_HISTORY: 'off' })).toBeNull()
    expect(place({ env: 'DATABASE_URL' }, { DATABASE_URL: URL_WITH }, false)).toBeNull()
  })

  test.each([[undefined], [true], [false], ['a.sqlite']])('a history that is %j has no place for them', (history) => {
    expect(() => place(history)).toThrow(
      "robustness({ store: { shared: true } }): answers are shared in the history's Postgres, and `history` names none; add history: { env: 'DATABASE_URL' }",
    )
  })
})
