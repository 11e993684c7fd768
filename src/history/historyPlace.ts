import { readVariable } from '../core/environment/index.ts'
import { isAbsolute, join, resolve } from 'node:path'
import { UsageError } from '../core/types/index.ts'

/** The place where a history is kept. */
export type HistoryPlace =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `url` holds a secret: it is handed to the driver and printed nowhere. */
  | { readonly kind: 'postgres'; readonly url: string }

/**
 * The option `history` of a config: `true` for `history.sqlite` in the working folder, a file, a Postgres URL without a
 * password, or the name of the environment variable that holds either; `false` for none.
 */
export type HistoryOption = boolean | string | { readonly env: string }

/**
 * Reads where the history is. The environment variable ROBUSTNESS_HISTORY (`off` or `false`, a file or a URL) wins; a variable
 * that `{ env }` names and that is not set means the local file. `null`: none is kept.
 * Throws `UsageError` for anything else, and for a password in the config. Its messages never hold the URL.
 * @param folder the working folder, e.g. `.robustness`, absolute
 * @param root where relative files start
 */
export function readHistoryPlace(
  option: HistoryOption | undefined,
  { folder, root, env }: { readonly folder: string; readonly root: string; readonly env: NodeJS.ProcessEnv },
): HistoryPlace | null {
  const local = join(folder, 'history.sqlite')
  const given = readVariable(env, 'history')
  if (isHistoryOff(env)) return null
  if (given) return placeOf(given, root)
  if (option === undefined || option === true) return { kind: 'sqlite', file: local }
  if (option === false) return null
  if (typeof option === 'string') {
    if (option === '') throw new UsageError(`robustness({ history: '' }): ${TAKES}`)
    const place = placeOf(option, root)
    if (place.kind === 'postgres' && hasPassword(place.url)) {
      throw new UsageError(
        'The URL of the history holds a password, which belongs into the environment: ' +
          "history: { env: 'DATABASE_URL' } in the config, --env DATABASE_URL on the command line",
      )
    }
    return place
  }
  if (typeof option !== 'object' || option === null || typeof option.env !== 'string' || option.env === '') {
    throw new UsageError(`robustness({ history }): ${TAKES}`)
  }
  const value = env[option.env]
  return value ? placeOf(value, root) : { kind: 'sqlite', file: local }
}

/** Says whether ROBUSTNESS_HISTORY switches the history off: `false` as in the config, or `off` as other variables have it. */
export function isHistoryOff(env: NodeJS.ProcessEnv): boolean {
  return ['off', 'false'].includes(readVariable(env, 'history') ?? '')
}

const TAKES = "takes true, false, a file, a Postgres URL without a password, or { env: 'DATABASE_URL' }"

/** Reads a file or a Postgres URL, as the environment may name it. Throws `UsageError` for a URL of another kind. */
function placeOf(text: string, root: string): HistoryPlace {
  if (/^postgres(ql)?:/i.test(text)) {
    if (URL.canParse(text)) return { kind: 'postgres', url: text }
    throw new UsageError('The history is a Postgres URL that cannot be read: postgres://user@host:5432/database')
  }
  // Two letters at least: a drive of Windows is a file.
  const [, scheme] = /^([a-z][\w+.-]+):\/\//i.exec(text) ?? []
  if (scheme !== undefined) {
    throw new UsageError(`A history is a file or a postgres:// URL; this one begins with ${scheme}://`)
  }
  return { kind: 'sqlite', file: isAbsolute(text) ? text : resolve(root, text) }
}

function hasPassword(url: string): boolean {
  const { password, searchParams } = new URL(url)
  return password !== '' || searchParams.has('password')
}
