import { UsageError } from '../core/types/index.ts'

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
