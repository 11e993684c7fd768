import type { Interval, Observation } from '../core/types/index.ts'
import { differs, selfDiffers } from './differs.ts'
import { meanInterval } from './intervals.ts'

/**
 * Flip rate of one example: the mean over `others` of 1{answer ≠ canonical answer}. `excess`, for answers that vary by
 * themselves: of 1{Y≠Z} − ½·1{Y≠Y′} − ½·1{Z≠Z′} over two trials Y, Y′ of the canonical prompt and two Z, Z′ of each
 * other one, adjacent. `matcher` is for messages.
 */
export function flipValue(
  matcher: string,
  { canonical, others }: { readonly canonical: readonly Observation[]; readonly others: readonly Observation[] },
  sameAnswer: (a: string, b: string) => boolean,
  excess: boolean,
): Interval {
  const [y, y2] = canonical
  if (!y) throw new RangeError(`${matcher}: no canonical cell`)
  if (!excess) return meanInterval(others.map((z) => differs(y, z, sameAnswer)))
  const values: Interval[] = []
  for (let index = 0; index + 1 < others.length; index += 2) {
    const [z, z2] = [others[index], others[index + 1]]
    if (!z || !z2 || !y2) throw new RangeError(`${matcher}: an excess flip rate needs two trials of each`)
    const cross = differs(y, z, sameAnswer)
    const own = selfDiffers(y, y2, sameAnswer)
    const other = selfDiffers(z, z2, sameAnswer)
    values.push({
      least: cross.least - (own.most + other.most) / 2,
      most: cross.most - (own.least + other.least) / 2,
    })
  }
  return meanInterval(values)
}
