import type { Fault } from './httpFault.ts'

type Bag = Readonly<Record<string, unknown>>

/** What the body of a failed answer says, whichever of the usual shapes it has. Texts are cut to 300 characters. */
export function errorBody(text: string): Pick<Fault, 'message' | 'code' | 'param'> {
  const body = parse(text)
  if (body === null) return { message: cut(text) }
  const inner = body['error']
  if (typeof inner === 'string') return { message: cut(inner) }
  const error = isBag(inner) ? inner : body
  const detail = error['message'] ?? error['detail'] ?? body['message']
  const innerCode = isBag(error['innererror']) ? error['innererror']['code'] : undefined
  return {
    message: cut(typeof detail === 'string' ? detail : JSON.stringify(detail ?? body)),
    code: [error['code'], error['type'], innerCode].filter((code) => typeof code === 'string').join(' '),
    param: typeof error['param'] === 'string' ? error['param'] : undefined,
  }
}

function parse(text: string): Bag | null {
  try {
    const value: unknown = JSON.parse(text)
    return isBag(value) ? value : null
  } catch {
    return null
  }
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function cut(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length > 300 ? `${line.slice(0, 299)}…` : line
}
