import type { ReleaseInfo } from '../types/index.ts'
import { sortByHash } from './sortByHash.ts'

/** What the order of groups depends on. */
export interface OrderKey {
  readonly seed: string | number
  readonly taskHash: string
  /** Id of the candidate: another release meets the examples in another order, so that none wears out the same few. */
  readonly candidate: string
}

/** The groups in plan order: a permutation that depends on the key alone, not on the order in which they are given. */
export function orderGroups(groups: readonly string[], key: OrderKey): string[] {
  return sortByHash([...new Set(groups)], JSON.stringify(['order', key.seed, key.taskHash, key.candidate]))
}

/** `name@revision`, or `name@model` without an immutable revision: what orders of examples and attempts go by. */
export function candidateId({ name, model, revision }: Pick<ReleaseInfo, 'name' | 'model' | 'revision'>): string {
  return `${name}@${revision ?? model}`
}
