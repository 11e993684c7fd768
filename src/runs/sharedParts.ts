import type { Identity, Observation, ScoredChoices } from '../core/types/index.ts'

/** Longer texts are hardly ever the same. */
const MOST = 80

/**
 * Makes observations share the texts that most of them have in common: parsed from JSON each has its own copies of the
 * names, the answers and the identity, which is most of what a hundred thousand of them take. One for each file or run.
 */
export function sharedParts(): (observation: Observation) => Observation {
  const texts = new Map<string, string>()
  const identities = new Map<string, Identity>()
  const lists = new Map<string, readonly unknown[]>()
  function share(text: string): string
  function share(text: string | null): string | null
  function share(text: string | null): string | null {
    if (text === null || text.length > MOST) return text
    const known = texts.get(text)
    if (known === undefined) texts.set(text, text)
    return known ?? text
  }
  function shareIdentity(who: Identity): Identity {
    const name = JSON.stringify(who)
    const known = identities.get(name)
    if (known === undefined) identities.set(name, who)
    return known ?? who
  }
  function shareList<T>(list: readonly T[]): readonly T[] {
    const name = JSON.stringify(list)
    const known = lists.get(name) as readonly T[] | undefined
    if (known === undefined) lists.set(name, list)
    return known ?? list
  }
  function shareChoices({ choices }: Observation): { readonly choices?: ScoredChoices } {
    if (choices === undefined) return {}
    return { choices: { ...choices, texts: shareList(choices.texts), tokens: shareList(choices.tokens) } }
  }
  return (observation) => ({
    ...observation,
    task: share(observation.task),
    release: share(observation.release),
    example: share(observation.example),
    variant: share(observation.variant),
    group: share(observation.group),
    gold: share(observation.gold),
    answer: share(observation.answer),
    raw: share(observation.raw),
    who: shareIdentity(observation.who),
    ...shareChoices(observation),
  })
}
