import { saying, type Entry } from './entry.ts'

/** Folds an entry into the answers known so far. A refreshed one replaces; another one that differs is a conflict. */
export function foldEntry(known: Map<string, Entry[]>, entry: Entry): void {
  const rivals = known.get(entry.key)
  if (rivals === undefined || entry.refreshed === true) known.set(entry.key, [entry])
  else if (!rivals.some((rival) => saying(rival.answer) === saying(entry.answer))) {
    rivals.push(entry)
    // The choice must not depend on the order of files.
    rivals.sort((a, b) => (saying(a.answer) < saying(b.answer) ? -1 : 1))
  }
}
