import { booleanQa } from '../tasks/index.ts'

/** A judge's verdict: `true` right, `false` wrong, `null` where its text says neither, or both. */
export function readVerdict(text: string): boolean | null {
  const reading = booleanQa.read(text, { id: '', group: '', input: {}, gold: 'yes' }, { labels: null })
  return reading.outcome === 'answered' ? reading.answer === 'yes' : null
}
