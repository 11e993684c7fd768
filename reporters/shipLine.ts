import { formatLimit } from '../src/core/report/index.ts'
import type { RunEvidence } from '../src/core/words/index.ts'

/** May it ship, in one sentence, with what is guaranteed if it may. */
export function shipLine({ candidate, gate, alpha }: RunEvidence): string {
  switch (gate.verdict) {
    case 'pass':
      return `${candidate.name} may ship: a release that breaks a gating claim gets here with a chance of at most ${formatLimit(alpha)}`
    case 'fail':
      return `${candidate.name} may not ship`
    case 'inconclusive':
      return `${candidate.name} may not ship yet: not every gating claim was decided`
  }
}
