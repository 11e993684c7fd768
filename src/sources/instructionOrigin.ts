import type { Instruction } from '../core/types/index.ts'

/** The place that a wording comes from. */
export interface Origin {
  /** The template collection; `null` where the wording comes from elsewhere. */
  readonly collection: 'promptsource' | 'flan' | 'niv2' | null
  /** The data set as its collection names it, e.g. `super_glue/boolq`; of another origin all that it says. */
  readonly dataset: string
  /** The template's name in its data set; `null` where the origin does not say it. */
  readonly template: string | null
}

/** Divides the origins of a wording that several collections have. */
const BETWEEN = '; '

const [PROMPTSOURCE, FLAN, NIV2] = [
  /^promptsource (\S+) [\da-f-]+(?: (.+))?$/,
  /^FLAN (.+)-(\d+)$/,
  /^Natural Instructions v2 (\S+)$/,
]

/** Reads the origins that an instruction's provenance names, as the readers of collections write them; none without one. */
export function originsOf({ provenance: { origin } }: Pick<Instruction, 'provenance'>): readonly Origin[] {
  if (origin === undefined) return []
  return origin.split(BETWEEN).map((text): Origin => {
    const [, dataset, template = null] = PROMPTSOURCE.exec(text) ?? []
    if (dataset !== undefined) return { collection: 'promptsource', dataset, template }
    const [, list, number = null] = FLAN.exec(text) ?? []
    if (list !== undefined) return { collection: 'flan', dataset: list, template: number }
    const [, task] = NIV2.exec(text) ?? []
    if (task !== undefined) return { collection: 'niv2', dataset: task, template: null }
    return { collection: null, dataset: text, template: null }
  })
}

/** Returns the instruction with the origins of another one that has the same wording. */
export function withOriginOf(instruction: Instruction, twin: Instruction): Instruction {
  const origins = [instruction, twin].flatMap(({ provenance: { origin } }) => origin ?? [])
  return { ...instruction, provenance: { ...instruction.provenance, origin: origins.join(BETWEEN) } }
}

/** Reduces a name to lower-case letters and digits with single `_` between them: collections spell one name in many ways. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
}
