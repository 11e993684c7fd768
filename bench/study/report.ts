import type { StoredRun } from '../../src/runs/index.ts'
import type { Family } from '../../suites/study/readFamily.ts'
import { difference, type Estimate, sizeEstimates, type SizeEstimates } from './estimates.ts'
import { recordedSides } from './sides.ts'
import { type Chain, chains, hypotheses, type Hypothesis, largestSilence } from './hypotheses.ts'

/** The figures of the study, as `study.json` holds them: the same for the same seed, data and releases. */
export interface StudyReport {
  readonly schema: 1
  readonly family: string
  readonly seed: string
  readonly members: readonly {
    readonly name: string
    readonly parameters: number
    readonly model: string
    readonly revision: string | null
  }[]
  /** The run that decided the hypotheses: just enough was asked. */
  readonly deciding: Asked & {
    readonly alpha: number
    /** Each claim is refuted at α over this number. */
    readonly refutedOver: number
    /** The largest share of a side of a claim that may have no answer. */
    readonly maxNonAnswers: number
    readonly hypotheses: readonly Hypothesis[]
    readonly chains: readonly Chain[]
  }
  /** The runs that estimated: a fixed budget, spent evenly over the grid of each size. */
  readonly measuring: Omit<Asked, 'evidence'> & {
    /** The budget of each size. */
    readonly budget: number
    readonly evidence: readonly { readonly size: string; readonly evidence: string }[]
    readonly estimates: readonly SizeEstimates[]
    readonly beyond: readonly Beyond[]
  }
}

/** The drop in relation extraction beyond that in one kind of question answering. */
export interface Beyond {
  readonly size: string
  readonly other: string
  readonly difference: Estimate
}

/** The cells that runs asked, out of all examples under all instructions at all sizes. */
interface Asked {
  /** Hash of the evidence, by which the run folder is found and checked. */
  readonly evidence: string
  readonly cells: number
  readonly grid: number
}

/** Puts the figures together from the run folders. Throws where a run lacks what the report shows. */
export function studyReport(family: Family, decided: StoredRun, measured: readonly StoredRun[]): StudyReport {
  const { evidence } = decided.run
  const found = hypotheses(evidence, family, recordedSides(decided))
  const estimates = measured.flatMap(sizeEstimates)
  const grid = estimates.reduce((sum, { grid: { examples, instructions } }) => sum + examples * instructions, 0)
  const releases = measured.map(({ run }) => run.evidence.candidate)
  return {
    schema: 1,
    family: family.name,
    seed: evidence.seed,
    members: family.members.map(({ name, parameters }) => {
      const { model, revision } = releases.find((one) => one.name === name)!
      return { name, parameters, model, revision }
    }),
    deciding: {
      evidence: decided.run.evidenceHash ?? '',
      cells: evidence.observations.count,
      grid,
      alpha: evidence.alpha,
      refutedOver: evidence.claimsPlanned.count,
      maxNonAnswers: largestSilence(evidence),
      hypotheses: found,
      chains: chains(found.find(({ id }) => id === 'H3')!),
    },
    measuring: {
      evidence: measured.map(({ run }) => ({ size: run.evidence.candidate.name, evidence: run.evidenceHash ?? '' })),
      budget: measured[0]?.run.evidence.measurements?.budget ?? 0,
      cells: measured.reduce((sum, { run }) => sum + run.evidence.observations.count, 0),
      grid,
      estimates,
      beyond: estimates
        .filter(({ task }) => task === 're')
        .flatMap(({ size, drop }) =>
          estimates
            .filter((one) => one.size === size && one.task !== 're')
            .map((one) => ({ size, other: one.task, difference: difference(drop, one.drop) })),
        ),
    },
  }
}
