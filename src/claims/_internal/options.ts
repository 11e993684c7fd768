import { budgetComplaint } from '../../core/cost/index.ts'
import { type Alpha, alphaComplaint } from '../../core/sequential/index.ts'
import { didYouMean } from '../../core/text/index.ts'
import {
  type Budget,
  type ClaimContext,
  type ClaimDesign,
  type Population,
  UsageError,
} from '../../core/types/index.ts'

/**
 * The rule that an option must keep: a number strictly between two ends, a whole number from `min`, a text, or a flag.
 */
export type OptionRule =
  | { readonly type: 'number'; readonly above: number; readonly below: number; readonly required?: boolean }
  | { readonly type: 'count'; readonly min: number }
  | { readonly type: 'text'; readonly oneOf?: readonly string[] }
  | { readonly type: 'flag' }
  | { readonly type: 'names' }
  | { readonly type: 'budget' }
  | { readonly type: 'alpha' }

/** The type of an option that keeps its rule. */
type ValueOf<Rule extends OptionRule> = Rule extends { readonly type: 'text'; readonly oneOf: readonly (infer Text)[] }
  ? Text
  : Rule extends { readonly type: 'number' | 'count' }
    ? number
    : Rule extends { readonly type: 'text' }
      ? string
      : Rule extends { readonly type: 'flag' }
        ? boolean
        : Rule extends { readonly type: 'names' }
          ? readonly string[]
          : Rule extends { readonly type: 'budget' }
            ? Budget
            : Alpha

type Rules = Readonly<Record<string, OptionRule>>
type RequiredIn<Own extends Rules> = {
  [Name in keyof Own]: Own[Name] extends { readonly required: true } ? Name : never
}[keyof Own]

/** The options that keep the rules: those that are required, and the others where they are given. */
export type OptionsOf<Own extends Rules> = { readonly [Name in RequiredIn<Own>]: ValueOf<Own[Name]> } & {
  readonly [Name in Exclude<keyof Own, RequiredIn<Own>>]?: ValueOf<Own[Name]>
}

/** The rules that a claim's options need: one for each that is not common to all claims. */
export type RulesFor<Options> = {
  readonly [Name in Exclude<keyof Options, keyof CommonOptions>]-?: RuleFor<NonNullable<Options[Name]>>
}

type RuleFor<Value> = [Value] extends [string]
  ? { readonly type: 'text'; readonly oneOf?: readonly Value[] }
  : Extract<OptionRule, { readonly type: RuleTypes<Value> }>
type RuleTypes<Value> = Value extends number
  ? 'number' | 'count'
  : Value extends boolean
    ? 'flag'
    : Value extends readonly string[]
      ? 'names'
      : never

/** Options that every claim understands. */
export const COMMON_OPTIONS = {
  /** The claim is recorded and reported, and never gates. */
  advisory: { type: 'flag' },
  /** The greatest chance of a wrong verdict, one for both verdicts or `{ pass, fail }`; the gate's own if left out. */
  alpha: { type: 'alpha' },
  /** The most cells that the claim may rest on; then it ends `inconclusive`. */
  maxCells: { type: 'count', min: 1 },
  /** The most that the claim's calls may take; then it ends `inconclusive`. Stored answers cost nothing. */
  budget: { type: 'budget' },
  /**
   * With `dataset` the claim is about exactly these examples, asked with every instruction; with `instructions` about
   * instructions in general.
   */
  population: { type: 'text', oneOf: ['dataset', 'instructions'] },
  /** The examples asked of each instruction, where `population` is `instructions`. Default: 20. */
  examplesEach: { type: 'count', min: 1 },
  /** The variants that each example meets; the plan chooses them if left out. */
  variants: { type: 'count', min: 1 },
  /** The claim also gates on instructions that nobody signed. */
  allowUnreviewed: { type: 'flag' },
} as const satisfies { readonly [Name in keyof CommonOptions]-?: OptionRule }

/** Options of every claim. */
export interface CommonOptions {
  /** With `true` the claim is recorded and shown, and decides nothing. Default: false. */
  readonly advisory?: boolean
  /**
   * The greatest chance of a wrong verdict, in (0, 0.5), one for both verdicts or `{ pass, fail }`. It must be stricter
   * than the gate's, or the claim advisory. Default: the gate's.
   */
  readonly alpha?: Alpha
  /** The most cells that the claim may rest on, a whole number from 1; the config's own limit holds as well. */
  readonly maxCells?: number
  /** The most that the claim's own calls may take: `{ calls?, tokens?, cost?, seconds? }`. */
  readonly budget?: Budget
  /**
   * With `dataset` the claim is about exactly these examples under every instruction, drawn without replacement, and not
   * about their source. With `instructions` it is about instructions in general, of which those listed are a sample; the
   * unit is then the instruction. Default: about the source of the examples, on these instructions.
   */
  readonly population?: Population
  /**
   * The examples asked of each instruction, a whole number from 1, where `population` is `instructions`. Default: 20.
   */
  readonly examplesEach?: number
  /** The variants that each example meets, a whole number from 1. Default: chosen by the plan before any data. */
  readonly variants?: number
  /** With `true` the claim also gates on instructions that nobody signed. Default: false. */
  readonly allowUnreviewed?: boolean
}

/** Checks what a user wrote against the rules, from which its type follows. Throws `UsageError` naming the matcher, the option and the way out. */
export function readOptions<const Own extends Rules>(
  matcher: string,
  raw: unknown,
  rules: Own,
): OptionsOf<typeof COMMON_OPTIONS> & OptionsOf<Own> {
  const all: Record<string, OptionRule> = { ...COMMON_OPTIONS, ...rules }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    throw new UsageError(`${matcher}() needs options, e.g. { ${Object.keys(rules)[0] ?? 'advisory'}: … }`)
  }
  for (const [key, rule] of Object.entries(rules)) {
    if (rule.type === 'number' && rule.required && (raw as Record<string, unknown>)[key] === undefined) {
      throw new UsageError(
        `${matcher}() needs the option "${key}": a number above ${rule.above} and below ${rule.below}`,
      )
    }
  }
  const entries = Object.entries(raw).filter(([, value]) => value !== undefined)
  for (const [key, value] of entries) {
    const rule = Object.hasOwn(all, key) ? all[key] : undefined
    if (!rule) {
      const known = Object.keys(all)
      throw new UsageError(
        `${matcher}(): unknown option "${key}"${didYouMean(key, known)}; it takes ${known.join(', ')}`,
      )
    }
    const complaint = complain(rule, value)
    if (complaint) throw new UsageError(`${matcher}({ ${key}: ${JSON.stringify(value)} }): ${complaint}`)
  }
  // Each value was checked against its rule, so the object has the type that follows from the rules.
  return Object.fromEntries(entries) as OptionsOf<typeof COMMON_OPTIONS> & OptionsOf<Own>
}

function complain(rule: OptionRule, value: unknown): string | null {
  switch (rule.type) {
    case 'number':
      return typeof value === 'number' && value > rule.above && value < rule.below
        ? null
        : `must be a number above ${rule.above} and below ${rule.below}; at the very ends no sample can decide it`
    case 'count':
      return Number.isSafeInteger(value) && (value as number) >= rule.min
        ? null
        : `must be a whole number from ${rule.min}`
    case 'budget':
      return budgetComplaint(value)
    case 'alpha':
      return alphaComplaint(value)
    case 'names':
      return Array.isArray(value) && value.every((name) => typeof name === 'string') ? null : 'must be a list of names'
    case 'flag':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'text':
      if (typeof value !== 'string') return 'must be a text'
      return !rule.oneOf || rule.oneOf.includes(value) ? null : `must be one of ${rule.oneOf.join(', ')}`
  }
}

/** Refuses a claim that sets none or several of its limits, and `variants` where every instruction is asked anyway. */
export function oneLimit<Options extends { readonly variants?: number }>(
  matcher: string,
  options: Options,
  limits: readonly (keyof Options & string)[],
  everyInstruction: boolean,
): void {
  const set = limits.filter((limit) => options[limit] !== undefined)
  if (set.length !== 1) {
    const given = set.length === 0 ? '' : `, not ${set.join(' and ')}`
    throw new UsageError(`${matcher}() takes one limit: ${limits.join(', ')}${given}`)
  }
  if (everyInstruction && options.variants !== undefined)
    throw new UsageError(`${matcher}({ ${set[0]}: … }) asks every instruction on each example: leave out variants`)
}

/** Throws `UsageError` where a claim makes no sense for a task of this kind. */
export function onlyFor(matcher: string, kinds: readonly string[], context: ClaimContext): void {
  if (context.taskKind === undefined || kinds.includes(context.taskKind)) return
  throw new UsageError(
    `${matcher}(): task "${context.taskName}" is of the kind ${context.taskKind}; this claim is for ${kinds.join(' and ')}`,
  )
}

/** The limits of claims about flips: one of the two. */
export interface FlipLimits {
  /** The largest share of answers that may change, in (0, 1). It is for answers that do not vary by themselves. */
  readonly maxFlipRate?: number
  /** The same for answers that vary by themselves, in (0, 1): ½‖P−Q‖² of the two answer distributions P and Q. */
  readonly maxExcessFlipRate?: number
}

/** The rules by which both limits are read. */
export const FLIP_LIMITS = {
  maxFlipRate: { type: 'number', above: 0, below: 1 },
  maxExcessFlipRate: { type: 'number', above: 0, below: 1 },
} as const

/** Gives the statistic that a flip limit bounds, and the trials of each prompt that it takes. */
export function flipLimit({
  maxFlipRate = 0,
  maxExcessFlipRate,
}: FlipLimits): Pick<ClaimDesign, 'statistic' | 'range' | 'limit' | 'sense'> & { readonly trials: number } {
  return maxExcessFlipRate === undefined
    ? { statistic: 'flip rate', range: [0, 1], limit: maxFlipRate, sense: 'at most', trials: 1 }
    : { statistic: 'excess flip rate', range: [-1, 1], limit: maxExcessFlipRate, sense: 'at most', trials: 2 }
}
