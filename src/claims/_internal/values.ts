import type { Interval, Observation } from '../../core/types/index.ts'

/** Score of a cell; a cell that ended in `error` may have been anything in [0, 1]. */
export function scoreInterval(observation: Observation): Interval {
  if (observation.outcome === 'error') return { least: 0, most: 1 }
  return { least: observation.score, most: observation.score }
}

/** Mean of intervals; throws on none. */
export function meanInterval(items: readonly Interval[]): Interval {
  if (items.length === 0) throw new RangeError('meanInterval: no values')
  const mean = (pick: (item: Interval) => number): number =>
    items.reduce((sum, item) => sum + pick(item), 0) / items.length
  return { least: mean((item) => item.least), most: mean((item) => item.most) }
}

/** a − b, at its ends. */
export function subtractInterval(a: Interval, b: Interval): Interval {
  return { least: a.least - b.most, most: a.most - b.least }
}

/** Mean score of cells: of each variant the mean of its repeats, then the mean over variants, however often each was repeated. */
export function meanScore(cells: readonly Observation[]): Interval {
  const variants = [...Map.groupBy(cells, ({ variant }) => variant).values()]
  if (variants.length === cells.length) return meanInterval(cells.map(scoreInterval))
  return meanInterval(variants.map((own) => meanInterval(own.map(scoreInterval))))
}

/** Share of cells of which something holds; of a cell that ended in `error` it may or may not have held. */
export function shareOf(cells: readonly Observation[], holds: (cell: Observation) => boolean): Interval {
  return meanInterval(
    cells.map((cell) => {
      if (cell.outcome === 'error') return { least: 0, most: 1 }
      const share = holds(cell) ? 1 : 0
      return { least: share, most: share }
    }),
  )
}

/** Whether the release declined: its text does (in a task of requests, answer `refuse`), or the endpoint's filter did. */
export function declined({ outcome, answer }: Observation): boolean {
  return outcome === 'refused' || outcome === 'filtered' || answer === 'refuse'
}

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

type SameAnswer = (a: string, b: string) => boolean

/** 1{the two cells do not give the same answer}. A non-answer is equal to nothing; an `error` could be either. */
export function differs(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  const same = a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
  return same ? { least: 0, most: 0 } : { least: 1, most: 1 }
}

/**
 * Disagreement of two trials of one variant, as it is subtracted from an excess flip rate. Only answers count: a
 * non-answer is equal to nothing, and letting it disagree with itself would hide a model that answers nothing at all.
 */
function selfDiffers(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  if (a.answer === null || b.answer === null) return { least: 0, most: 0 }
  return sameAnswer(a.answer, b.answer) ? { least: 0, most: 0 } : { least: 1, most: 1 }
}
