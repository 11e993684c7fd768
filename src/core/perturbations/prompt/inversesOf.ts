/**
 * Label id -> its inverse, from directed ids as SemEval-2010 Task 8 has them: `Cause-Effect(e1,e2)` and
 * `Cause-Effect(e2,e1)`. A label without a direction is left out: what it is the other way round must be declared.
 * `null` where there is none.
 */
export function inversesOf(labels: Readonly<Record<string, string>> | null): Readonly<Record<string, string>> | null {
  const ids = Object.keys(labels ?? {})
  const pairs = ids.flatMap((id) => {
    const inverse = id.replace(/\((e1|e2),(e1|e2)\)$/, '($2,$1)')
    return inverse !== id && ids.includes(inverse) ? [[id, inverse] as const] : []
  })
  return pairs.length === 0 ? null : Object.fromEntries(pairs)
}
