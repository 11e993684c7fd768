import { UsageError, type Release } from '../core/types/index.ts'
import { guardRelease, releaseFaults } from './_internal/releaseChecks.ts'

/**
 * Makes an adapter: a function from a user's words to a release. Every release that it opens is checked: without an
 * identity, or with parameters that are not JSON, it is refused with a `UsageError` that says the way out. What it
 * returns as an answer is checked too, and an error that carries an HTTP `status` is taken for a fault of that kind.
 *
 * @example
 * const fromRule = defineReleaseAdapter('fromRule', (revision: string): Release => ({
 *   endpointKind: 'rule',
 *   endpoint: 'local:rule',
 *   model: 'rule',
 *   revision,
 *   format: plain,
 *   parameters: {},
 *   concurrency: 4,
 *   ask: async ({ prompt }) => ({
 *     text: prompt.includes('?') ? 'yes' : 'no',
 *     finish: 'stop',
 *     tokens: { input: null, output: null },
 *     who: { model: 'rule', revision },
 *   }),
 * }))
 * fromRule('1').model // => 'rule'
 */
export function defineReleaseAdapter<Args extends readonly unknown[]>(
  name: string,
  open: (...args: Args) => Release,
): (...args: Args) => Release {
  return (...args) => {
    const release = open(...args)
    const faults = releaseFaults(release)
    if (faults.length > 0) throw new UsageError(`${name}: this release is refused: ${faults.join('; ')}`)
    return guardRelease(release)
  }
}
