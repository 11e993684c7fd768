import type { Interval, Observation } from '../../core/types/index.ts'

/** Returns the score of a cell; one that ended in `error` may have any score in [0, 1]. */
export function scoreInterval(observation: Observation): Interval {
  if (observation.outcome === 'error') return { least: 0, most: 1 }
  return { least: observation.score, most: observation.score }
}

/** Returns the mean of intervals. Throws `RangeError` where there is none. */
export function meanInterval(items: readonly Interval[]): Interval {
  if (items.length === 0) throw new RangeError('meanInterval: no values')
  const mean = (pick: (item: Interval) => number): number =>
    items.reduce((sum, item) => sum + pick(item), 0) / items.length
  return { least: mean((item) => item.least), most: mean((item) => item.most) }
}

/** Returns the interval of a − b: its least and its greatest possible value. */
export function subtractInterval(a: Interval, b: Interval): Interval {
  return { least: a.least - b.most, most: a.most - b.least }
}

/**
 * Returns the mean score of cells. Repeats of a variant are averaged first, so that each variant weighs the same however
 * often it was repeated.
 */
export function meanScore(cells: readonly Observation[]): Interval {
  const variants = [...Map.groupBy(cells, ({ variant }) => variant).values()]
  if (variants.length === cells.length) return meanInterval(cells.map(scoreInterval))
  return meanInterval(variants.map((own) => meanInterval(own.map(scoreInterval))))
}

/**
 * Returns the share of cells for which `holds` is true. For a cell that ended in `error` it may be either, which the
 * interval allows for.
 */
export function shareOf(cells: readonly Observation[], holds: (cell: Observation) => boolean): Interval {
  return meanInterval(
    cells.map((cell) => {
      if (cell.outcome === 'error') return { least: 0, most: 1 }
      const share = holds(cell) ? 1 : 0
      return { least: share, most: share }
    }),
  )
}

/**
 * Says whether the release declined: its text refuses (answer `refuse` in a task of requests), or the endpoint's filter
 * blocked it.
 */
export function declined({ outcome, answer }: Observation): boolean {
  return outcome === 'refused' || outcome === 'filtered' || answer === 'refuse'
}

/**
 * Computes the flip rate of one example: the mean over `others` of 1{answer ≠ canonical answer}. With `excess`, for answers
 * that vary by themselves, it is the mean of 1{Y≠Z} − ½·1{Y≠Y′} − ½·1{Z≠Z′} over two trials Y, Y′ of the canonical prompt
 * and two Z, Z′ of each other one, adjacent. `matcher` is for messages.
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

/**
 * Gives 1 if the two cells do not give the same answer, else 0. A non-answer is equal to nothing; an `error` could be
 * either.
 */
export function differs(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  const same = a.answer !== null && b.answer !== null && sameAnswer(a.answer, b.answer)
  return same ? { least: 0, most: 0 } : { least: 1, most: 1 }
}

/**
 * Returns the disagreement of two trials of one variant, which is subtracted from an excess flip rate. Only answers count:
 * a non-answer is equal to nothing, and letting it disagree with itself would hide a model that answers nothing at all.
 */
function selfDiffers(a: Observation, b: Observation, sameAnswer: SameAnswer): Interval {
  if (a.outcome === 'error' || b.outcome === 'error') return { least: 0, most: 1 }
  if (a.answer === null || b.answer === null) return { least: 0, most: 0 }
  return sameAnswer(a.answer, b.answer) ? { least: 0, most: 0 } : { least: 1, most: 1 }
}
