import { cut, harmless } from '../core/text/index.ts'
import type { Fault } from './httpFault.ts'

type Bag = Readonly<Record<string, unknown>>

/**
 * What the body of a failed answer says, whichever of the usual shapes it has. Texts are made visible (a terminal would
 * obey escape sequences in them) and cut to 300 characters.
 * @param clean takes secrets out of a text, before it is cut in the middle of one
 */
export function errorBody(
  text: string,
  clean: (text: string) => string = (same) => same,
): Pick<Fault, 'message' | 'code' | 'param'> {
  const said = (words: string): string => cut(harmless(clean(words).trim().replaceAll(/\s+/g, ' ')), 300)
  const body = parse(text)
  if (body === null) return { message: said(text) }
  const inner = body['error']
  if (typeof inner === 'string') return { message: said(inner) }
  const error = isBag(inner) ? inner : body
  const detail = error['message'] ?? error['detail'] ?? body['message']
  const innerCode = isBag(error['innererror']) ? error['innererror']['code'] : undefined
  const codes = [error['code'], error['type'], error['status'], innerCode, ...reasons(error['details'])]
  return {
    message: said(typeof detail === 'string' ? detail : JSON.stringify(detail ?? body)),
    code: said(codes.filter((code) => typeof code === 'string').join(' ')),
    param: typeof error['param'] === 'string' ? said(error['param']) : blamedField(detail),
  }
}

/** The field of the request's body that a validation error of pydantic (FastAPI, vLLM) points to. */
function blamedField(detail: unknown): string | undefined {
  if (typeof detail === 'string') return /'loc': \('body', '(\w+)'/.exec(detail)?.[1]
  const [first] = Array.isArray(detail) ? (detail as unknown[]) : []
  const path = isBag(first) && Array.isArray(first['loc']) ? (first['loc'] as unknown[]) : []
  const [place, field, ...below] = path
  if (place !== 'body' || typeof field !== 'string') return undefined
  return [field, ...below].join('.')
}

/** Google's errors name the reason in a list of details. */
function reasons(details: unknown): unknown[] {
  return Array.isArray(details) ? details.map((one: unknown) => (isBag(one) ? one['reason'] : undefined)) : []
}

/** Some endpoints wrap the object in a list of one. */
function parse(text: string): Bag | null {
  try {
    const value: unknown = JSON.parse(text)
    const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
    return isBag(only) ? only : null
  } catch {
    return null
  }
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
