import { helm } from './helm.ts'
import { inspect } from './inspect.ts'
import { lmEval } from './lmEval.ts'
import { csv, jsonl } from './plain.ts'
import { promptfoo } from './promptfoo.ts'

const ALL = [lmEval, inspect, promptfoo, helm, jsonl, csv] as const

/** The names of the tools and forms of files of answers. */
export type RecordedKind = (typeof ALL)[number]['kind']

/** Every form of recorded answers, by its kind. */
export const recordedFormats = Object.fromEntries(ALL.map((format) => [format.kind, format])) as {
  readonly [Kind in RecordedKind]: (typeof ALL)[number] & { readonly kind: Kind }
}
