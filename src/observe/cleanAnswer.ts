import type { Answer, Identity, Rejection } from '../core/types/index.ts'
import { environmentSecrets, withoutSecrets, type Secret } from './redact.ts'

/** Takes secrets out of all that an endpoint said: text, finish reason, reason, and who answered. */
export function cleanAnswer<A extends Answer | Rejection>(answer: A, secrets: readonly Secret[]): A {
  if (secrets.length === 0) return answer
  const clean = (text: string): string => withoutSecrets(text, secrets)
  const who = cleanIdentity(answer.who, clean)
  if ('outcome' in answer) return { ...answer, reason: clean(answer.reason), who }
  const { text, finish, choices } = answer
  return {
    ...answer,
    text: clean(text),
    finish: finish === null ? null : clean(finish),
    who,
    ...(choices && { choices: { ...choices, texts: choices.texts.map(clean) } }),
  }
}

function cleanIdentity(who: Identity, clean: (text: string) => string): Identity {
  const entries = Object.entries(who).map(([name, value]) => [name, typeof value === 'string' ? clean(value) : value])
  return Object.fromEntries(entries) as unknown as Identity
}

/** How long a look at the environment counts, in milliseconds: one look costs a fifth of all else that a call does. */
const FRESH = 100

/** The environment's secrets, looked up again when the last look is older than a moment. */
export function freshSecrets(): () => readonly Secret[] {
  let seen = -Infinity
  let secrets: readonly Secret[] = []
  return () => {
    const now = performance.now()
    if (now - seen > FRESH) [seen, secrets] = [now, environmentSecrets()]
    return secrets
  }
}
