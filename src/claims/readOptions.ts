import { didYouMean } from '../core/text/index.ts'
import { UsageError } from '../core/words/index.ts'

/** What an option must be: a number strictly between two ends, a whole number from `min`, a text, or a flag. */
export type OptionRule =
  | { readonly type: 'number'; readonly above: number; readonly below: number; readonly required?: boolean }
  | { readonly type: 'count'; readonly min: number }
  | { readonly type: 'text'; readonly oneOf?: readonly string[] }
  | { readonly type: 'flag' }

/** Options that every claim understands. */
export const COMMON_OPTIONS = {
  /** Recorded and reported, never gates. */
  advisory: { type: 'flag' },
  /** Most cells that the claim may rest on; then it ends `inconclusive`. */
  maxCells: { type: 'count', min: 1 },
  /** Variants that each example meets; chosen by the plan if left out. */
  variants: { type: 'count', min: 1 },
  /** Also gate on instructions that nobody signed. */
  allowUnreviewed: { type: 'flag' },
} as const satisfies Record<string, OptionRule>

export interface CommonOptions {
  readonly advisory?: boolean
  readonly maxCells?: number
  readonly variants?: number
  readonly allowUnreviewed?: boolean
}

/** Checks what a user wrote against the rules. Throws `UsageError` naming the matcher, the option and the way out. */
export function readOptions(
  matcher: string,
  raw: unknown,
  rules: Readonly<Record<string, OptionRule>>,
): Readonly<Record<string, unknown>> {
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
  return Object.fromEntries(entries)
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
    case 'flag':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'text':
      if (typeof value !== 'string') return 'must be a text'
      return !rule.oneOf || rule.oneOf.includes(value) ? null : `must be one of ${rule.oneOf.join(', ')}`
  }
}
