/**
 * Three releases of a tiny model that answer from recordings: no key, no network, no model to run. v2 is as good as v1; v3
 * was tuned further on a few wordings alone and fails under others. Yours stand beside them, e.g.
 *
 *   export const mine = openAICompatible({ origin: 'http://127.0.0.1:8000', model: 'my-model', revision: '2026-11-01' })
 */
import { fromRecorded } from 'vitest-robustness/models'

const answersOf = (release: string) =>
  fromRecorded(`${import.meta.dirname}/recorded/${release}.jsonl`, { model: `t5-0.4m-${release}` })

export const v1 = () => answersOf('v1')
export const v2 = () => answersOf('v2')
export const v3 = () => answersOf('v3')
