import type { ClaimArm, ClaimKind, ClaimSpec, Interval } from '../core/words/index.ts'
import type { ExampleEvidence } from './unitEvidence.ts'

/** Rounding that a sum of scores may leave outside its range. */
const ROUNDING = 1e-9

/**
 * The statistic of one example, as the claim's kind says. The guarantee rests on the range, so a value outside it is a
 * fault of the kind and throws.
 */
export function valueWithin(
  spec: ClaimSpec,
  kind: ClaimKind,
  evidence: ExampleEvidence,
  sameAnswer: (a: string, b: string) => boolean,
  arm?: ClaimArm,
): Interval {
  return within(spec, kind.value(evidence.roles, sameAnswer, spec.options, arm), `example ${evidence.example}`)
}

/** The value, rounding taken off; throws if it lies outside the claim's range. `whose` names it in the message. */
export function within(spec: ClaimSpec, { least, most }: Interval, whose: string): Interval {
  const [low, high] = spec.range
  if (!(least >= low - ROUNDING && most <= high + ROUNDING && least <= most))
    throw new Error(
      `claim kind ${spec.kind}: the value of ${whose} is [${least}, ${most}], ` +
        `but its range is [${low}, ${high}]: mend the kind's value or its range`,
    )
  return { least: Math.max(low, least), most: Math.min(high, most) }
}
