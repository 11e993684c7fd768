/** The public list for suites. Importing it has no effect. The plugin is in `/plugin`, releases are in `/models`. */
export { release, type ReleaseHandle, type Subject } from './deciding/ask/subject.ts'
export { booleanQa, extractiveQa, multipleChoice, relationExtraction, type TaskOptions } from './sources/index.ts'
export { freeAnswer, requestHandling, structuredOutput, toolCalls } from './sources/index.ts'
export type {
  FreeAnswerOptions,
  FunctionJudge,
  ModelJudge,
  StructuredOutputOptions,
  ToolCallsOptions,
} from './sources/index.ts'
export {
  seenIn,
  seenInTable,
  textClassification,
  type SeenMatch,
  type SeenReport,
  type SeenTable,
  type SeenTableReport,
} from './sources/index.ts'
export type { Columns, DatasetOptions, InstructionOptions } from './sources/index.ts'
export { buildTask, type TaskParts } from './sources/index.ts'
export { defineTask, taskContract, type TaskSamples } from './core/tasks/index.ts'
export {
  defineMetric,
  metricContract,
  metrics,
  type Metric,
  type MetricContext,
  type MetricDefinition,
  type MetricInterval,
} from './core/metrics/index.ts'
export { compose, definePerturbation, perturbationContract, perturbations } from './core/perturbations/index.ts'
export { readPerturbed, renderPrompt, type PerturbedReading } from './core/perturbations/index.ts'
export { variantPrompts, type VariantPrompt, type VariantPrompts } from './core/variants/index.ts'
export type { PerturbationDefinition, PerturbationKit, PerturbationName } from './core/perturbations/index.ts'
export { companions } from './core/statistics/index.ts'
export { defineClaim } from './claims/index.ts'
export { UsageError } from './core/types/index.ts'
export type { RobustnessMatchers } from './integration/matcher/matcherTypes.ts'
export type {
  ArmResult,
  Cell,
  ClaimArm,
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
  Edit,
  NotApplicable,
  Outcome,
  Perturbation,
  PerturbationChoice,
  Perturbed,
  PromptParts,
  Reading,
  Role,
  RoleEvidence,
  Run,
  Surroundings,
  Task,
  TaskKind,
  Verdict,
} from './core/types/index.ts'
