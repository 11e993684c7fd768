import { cellsOf } from '../plan/index.ts'
import type { Cell, ClaimKind, ClaimSpec, Observation, RoleEvidence } from '../words/index.ts'

/** What known answers say about a claim. */
export interface KnownAnswers {
  /** The examples of each unit of the pool. */
  readonly units: Iterable<readonly string[]>
  /** `null` where the answer is not known. */
  readonly lookUp: (cell: Cell) => Observation | null
  readonly sameAnswer: (a: string, b: string) => boolean
}

/**
 * The values of those units all of whose cells are known, as if the candidate had given the known answers. An unknown
 * value counts in the middle of its ends. Empty for claims with several hypotheses, tasks or releases.
 */
export function unitValues(spec: ClaimSpec, kind: ClaimKind, { units, lookUp, sameAnswer }: KnownAnswers): number[] {
  if (!isPlain(spec)) return []
  const values: number[] = []
  for (const examples of units) {
    const known = examples.map((example) => valueOf(spec, kind, example, lookUp, sameAnswer))
    if (known.length > 0 && known.every((value) => value !== null))
      values.push(known.reduce((sum, value) => sum + value, 0) / known.length)
  }
  return values
}

/** Whether a claim is one hypothesis about one release and the source of one task, all of whose drawn cells are asked. */
export function isPlain({ arms, other, population, roles }: ClaimSpec): boolean {
  const special = roles.some((role) => role.release !== undefined || role.task !== undefined || role.chained)
  return arms === undefined && other === undefined && population === undefined && !special
}

function valueOf(
  spec: ClaimSpec,
  kind: ClaimKind,
  example: string,
  lookUp: KnownAnswers['lookUp'],
  sameAnswer: KnownAnswers['sameAnswer'],
): number | null {
  const evidence: Record<string, RoleEvidence> = {}
  const cells = cellsOf(spec, example)
  for (const { name, side } of spec.roles) {
    const candidate = (cells[name] ?? []).map(lookUp)
    if (!candidate.every((observation) => observation !== null)) return null
    evidence[name] = { candidate, baseline: side === 'both' ? candidate : [] }
  }
  const { least, most } = kind.value(evidence, sameAnswer, spec.options)
  return (least + most) / 2
}
