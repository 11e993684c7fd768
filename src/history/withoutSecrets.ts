import type { HistoryPlace } from './historyPlace.ts'

/** A message with the place's URL and password taken out of it, in every spelling that a driver may print. */
export function withoutSecrets(message: string, place: HistoryPlace): string {
  if (place.kind === 'sqlite') return message
  const { password, searchParams } = new URL(place.url)
  const secrets = [place.url, password, decoded(password), searchParams.get('password') ?? '']
  // The longest first, so that no rest of one stays behind.
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '***'), message)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
