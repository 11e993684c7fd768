import { expect, test } from 'vitest'
import { retried, withoutSecrets } from './failures.ts'

test.each([[{ code: '40001' }], [{ code: '40P01' }], [{ code: '53300' }], [{ errcode: 5 }], [{ errcode: 261 }]])(
  '%j passes: it is tried again',
  async (fault) => {
    let times = 0
    const work = async () => {
      if (++times < 3) throw Object.assign(new Error('busy'), fault)
      return times
    }
    expect(await retried(work)).toBe(3)
  },
)

test.each([[{ code: '23505' }], [{ errcode: 26 }], [{ code: 'ECONNREFUSED' }], [{}]])('%j does not', async (fault) => {
  let times = 0
  const work = async () => {
    times++
    throw Object.assign(new Error('no'), fault)
  }
  await expect(retried(work)).rejects.toThrow('no')
  expect(times).toBe(1)
})

test('a driver that repeats the URL or the password is silenced', () => {
  const url = 'postgres://ci:p%40ss%2Fword@db/history?password=third'
  const said = `cannot reach ${url}: p@ss/word, p%40ss%2Fword and third are wrong`
  expect(withoutSecrets(said, url)).toBe('cannot reach ***: ***, *** and *** are wrong')
  expect(withoutSecrets('file p is busy', null)).toBe('file p is busy')
})
