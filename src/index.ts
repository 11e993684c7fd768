/** The public list for suites. Importing it has no effect. The plugin is in `/plugin`, releases are in `/models`. */
export { release, type ReleaseHandle, type Subject } from './integration/subject.ts'
export { booleanQa, extractiveQa, multipleChoice, relationExtraction, type TaskOptions } from './sources/index.ts'
export { seenIn, textClassification, type SeenMatch, type SeenReport } from './sources/index.ts'
export type { Columns, DatasetOptions, InstructionOptions } from './sources/index.ts'
export { buildTask, type TaskParts } from './sources/index.ts'
export { defineTask, taskContract, type TaskSamples } from './core/tasks/index.ts'
export { defineMetric, metricContract, metrics, type Metric, type MetricContext } from './core/metrics/index.ts'
export { companions } from './core/statistics/index.ts'
export { defineClaim } from './claims/index.ts'
export { UsageError } from './core/words/index.ts'
export type { RobustnessMatchers } from './integration/types.ts'
export type {
  Cell,
  ClaimContext,
  ClaimDesign,
  ClaimKind,
  ClaimResult,
  ClaimSpec,
  ClaimVerdict,
  Example,
  Instruction,
  InstructionSet,
  Interval,
  Observation,
  Outcome,
  Reading,
  Role,
  RoleEvidence,
  Run,
  Task,
  TaskKind,
  Verdict,
} from './core/words/index.ts'
