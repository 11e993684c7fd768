import type { MeasuredSlice, MeasurePlan } from '../words/index.ts'

/** A part of the grid by the variants that it holds. */
export interface SliceVariants {
  readonly of: MeasuredSlice['of']
  readonly name: string
  readonly variants: ReadonlySet<string>
}

/** The whole task, seen and unseen variants where the line declares them, wording families, single variants. */
export function slicesOf(plan: MeasurePlan): SliceVariants[] {
  const ids = (keep: (variant: MeasurePlan['variants'][number]) => boolean) =>
    new Set(plan.variants.filter(keep).map(({ id }) => id))
  const families = [...new Set(plan.variants.map(({ family }) => family))].toSorted()
  const slices: SliceVariants[] = [
    { of: 'task', name: plan.task, variants: ids(() => true) },
    { of: 'seen', name: 'seen', variants: ids(({ seen }) => seen === true) },
    { of: 'unseen', name: 'unseen', variants: ids(({ seen }) => seen === false) },
    ...families.map((name) => ({ of: 'family' as const, name, variants: ids(({ family }) => family === name) })),
    ...plan.variants.map(({ id }) => ({ of: 'variant' as const, name: id, variants: new Set([id]) })),
  ]
  return slices.filter(({ variants }) => variants.size > 0)
}
