/** Lists a use of each kind of recorded predictions, and helps `use.ts`. */
import assert from 'node:assert/strict'
import * as models from 'vitest-robustness/models'
import { put } from './files.ts'

/** A `Uses` maps a name to a use of it, which throws where it does not work. */
export type Uses = Readonly<Record<string, () => unknown>>

export const signal = new AbortController().signal

/** Throws unless the call is refused with such a message. */
export async function names(run: () => unknown, what: RegExp): Promise<void> {
  await assert.rejects(async () => run(), what)
}

const recorded = (file: string, text: string, kind: string) => async (): Promise<void> => {
  const release = models.fromRecorded(put(file, text), { kind: kind as never, model: 'm' })
  const answer = await release.ask({ prompt: 'Q?', seed: 0, trial: 0, signal })
  assert.equal('text' in answer && answer.text, 'yes')
}
export const predictions: Uses = {
  jsonl: recorded('rec.jsonl', '{"prompt":"Q?","text":"yes"}\n', 'jsonl'),
  csv: recorded('rec.csv', 'prompt,text\nQ?,yes\n', 'csv'),
  'lm-eval': recorded('rec-lm.jsonl', '{"doc_id":0,"arguments":[["Q?",{}]],"resps":[["yes"]]}\n', 'lm-eval'),
  inspect: recorded(
    'rec-inspect.json',
    '{"eval":{"model":"m"},"samples":[{"id":1,"epoch":1,"input":"Q?","messages":[{"role":"user","content":"Q?"}],"output":{"model":"m","choices":[{"message":{"role":"assistant","content":"yes"},"stop_reason":"stop"}]}}]}',
    'inspect',
  ),
  // It has scores alone: a log for `gate`, with nothing to answer from.
  helm: () =>
    names(
      () => models.fromRecorded(put('rec-helm.json', '[{"instance_id":"id1","stats":[]}]'), { kind: 'helm' as never }),
      /holds no answers/,
    ),
  promptfoo: recorded(
    'rec-promptfoo.json',
    '{"results":{"results":[{"provider":{"id":"m"},"prompt":{"raw":"Q?"},"response":{"output":"yes"}}]}}',
    'promptfoo',
  ),
}
