import type { RecordedKind } from './readRecords.ts'

/** What each kind of file of predictions is, for tables. */
export const recordedFormats: Readonly<Record<RecordedKind, { readonly summary: string }>> = {
  'lm-eval': { summary: "lm-evaluation-harness's `--log_samples`: JSON Lines with arguments, resps" },
  inspect: { summary: 'inspect_ai log as JSON: samples with messages and output' },
  promptfoo: { summary: "promptfoo's JSON output: results with prompt and response" },
  jsonl: { summary: 'JSON Lines, or a JSON list, with prompt (or example and variant) and text' },
  csv: { summary: 'CSV with the same columns in its header' },
}
