import { expect, test } from 'vitest'
import type { ComparedRelease } from './comparedRelease.ts'
import { compareReleases } from './compareReleases.ts'

const release = (name: string, readers: Readonly<Record<string, string>>): ComparedRelease => ({
  name,
  from: 'gate run',
  tasks: { re: 'a'.repeat(64) },
  readers,
  claims: [],
  measured: [],
  cells: [],
  without: 0,
  where: {},
})

test('answers read by two versions of a reader are not compared', () => {
  expect(() =>
    compareReleases([release('v1', { re: '1' }), release('v2', { re: '2' })]),
  ).toThrowErrorMatchingInlineSnapshot(
    `[UsageError: The answers of re were read by version 2 of its reader in v2, by version 1 in v1: they are not compared. Run the older of the two again (answers in the store are read again without a call); \`report <run> --rescore\` says which of its answers are read another way now.]`,
  )
  expect(compareReleases([release('v1', { re: '2' }), release('v2', { re: '2' })]).figures).toEqual([])
  expect(compareReleases([release('v1', {}), release('v2', { re: '2' })]).figures).toEqual([])
})
