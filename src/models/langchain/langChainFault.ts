import { retryAfterMs } from '../retryAfterMs.ts'
import { connectionFault, httpFault } from '../httpFault.ts'
import type { Rejection } from '../../core/words/index.ts'

/** What an error thrown by a LangChain model means: a rejection of the request, or the error to throw. */
export function langChainFault(error: unknown, where: string): Omit<Rejection, 'who'> | Error {
  if (!(error instanceof Error)) return new Error(`${where}: ${String(error)}`)
  const { status, statusCode, code, param, headers, response } = error as Error & Record<string, unknown>
  const answered = response as { status?: unknown; headers?: unknown } | undefined
  const given = [status, statusCode, answered?.status].find((value) => typeof value === 'number' && value >= 400)
  if (given === undefined) return connectionFault(error, where) ?? error
  const wait = header(headers ?? answered?.headers, 'retry-after')
  return httpFault(
    {
      status: given as number,
      message: error.message,
      code: typeof code === 'string' ? code : undefined,
      param: typeof param === 'string' ? param : undefined,
      retryAfterMs: retryAfterMs(wait, Date.now()),
    },
    where,
  )
}

function header(headers: unknown, name: string): string | null {
  if (headers instanceof Headers) return headers.get(name)
  const value = (headers as Readonly<Record<string, unknown>> | null | undefined)?.[name]
  return typeof value === 'string' ? value : null
}
