import { describe, expect, test } from 'vitest'
import type { Baseline, ClaimResult } from '../words/index.ts'
import { renamedClaims } from './renamedClaims.ts'
import { taskChange } from './taskChange.ts'

const source = { file: 're.jsonl', sha256: 'b'.repeat(64) }
const task = { name: 're', hash: 'a'.repeat(64), sources: [source] }

describe('a task that changed', () => {
  const accepted = (part: Partial<Baseline> = {}) => ({ taskHashes: { re: 'c'.repeat(64) }, ...part })

  test('the same hash, or a task that was never accepted, is no change', () => {
    expect(taskChange(task, { taskHashes: { re: task.hash } })).toBe(null)
    expect(taskChange(task, { taskHashes: {} })).toBe(null)
  })

  test('the file is named where the baseline knows it', () => {
    expect(taskChange(task, accepted())).toMatchInlineSnapshot(
      `"task re changed: its hash is aaaaaaaaaaaa, cccccccccccc was accepted"`,
    )
    expect(
      taskChange(task, accepted({ sources: { re: [{ ...source, sha256: 'd'.repeat(64) }] } })),
    ).toMatchInlineSnapshot(
      `"task re changed: re.jsonl (sha256 bbbbbbbbbbbb, accepted dddddddddddd); its hash is aaaaaaaaaaaa, cccccccccccc was accepted"`,
    )
    expect(taskChange(task, accepted({ sources: { re: [source] } }))).toMatch(/how its files are read/)
    expect(taskChange(task, accepted({ sources: { re: [] } }))).toMatch(/re\.jsonl is new/)
  })
})

describe('renamed claims', () => {
  const claim = (id: string, title: string, part: Partial<ClaimResult> = {}) => ({ id, title, ...part })
  const entry = (id: string, title: string) => ({ id, title, advisory: false })

  test('the same id under another title', () => {
    expect(renamedClaims([entry('1', 'old'), entry('2', 'same')], [claim('1', 'new'), claim('2', 'same')])).toEqual([
      { id: '1', from: 'old', to: 'new' },
    ])
  })

  test('a claim asserted twice, and one that is gone, are no renames', () => {
    expect(renamedClaims([entry('1', 'a'), entry('2', 'b')], [claim('1', 'a'), claim('1', 'c')])).toEqual([])
  })

  test('a waived claim is found by its own id', () => {
    const waived = { of: '1', limit: 0, reason: '', owner: '', expires: '' }
    expect(renamedClaims([entry('1', 'old')], [claim('9', 'new', { waived })])).toEqual([
      { id: '1', from: 'old', to: 'new' },
    ])
  })
})
