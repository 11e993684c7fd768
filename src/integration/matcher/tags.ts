import { inject, TestRunner } from 'vitest'
import { UsageError } from '../../core/types/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The tags that the plugin defined, because the config has none of these names. */
    robustnessTags: readonly string[]
  }
}

/** Gives the suite file that vitest loads next the tag `robustness`, which its tests inherit. */
export function tagSuite(): void {
  const { file } = TestRunner.getCurrentSuite()
  if (isDefined('robustness')) file.tags = [...new Set([...(file.tags ?? []), 'robustness'])]
}

/**
 * Refuses a tag that says something else than the claim. Vitest filters by tags before any test runs, and whether a claim
 * gates is known when it is made: so its author writes both, and one must not say what the other does not.
 */
export function refuseUntrueTag(matcher: string, tags: readonly string[] = [], options: unknown): void {
  const { advisory = false } = (options ?? {}) as { readonly advisory?: unknown }
  const untrue = advisory === true ? 'gating' : 'advisory'
  if (!tags.includes(untrue) || !isDefined(untrue)) return
  throw new UsageError(
    advisory === true
      ? `${matcher}(): the test is tagged "gating" and its claim is advisory; take the tag away, or advisory: true`
      : `${matcher}(): the test is tagged "advisory" and its claim gates; take the tag away, or write advisory: true in the claim`,
  )
}

function isDefined(tag: string): boolean {
  const defined = inject('robustnessTags') as readonly string[] | undefined
  return defined?.includes(tag) ?? false
}
