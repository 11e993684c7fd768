import { relative } from 'node:path'
import type { TestSpecification, Vitest } from 'vitest/node'

/** How an invocation narrowed what vitest runs, as the user wrote it. */
export interface Selection {
  /** Filters that leave whole files out: arguments, `--project`, `related`, `--changed`, `--lastFailed`. */
  readonly files: readonly string[]
  /** The pattern of `-t`, or of the config. */
  readonly pattern: string | null
  /** Lines of tests, e.g. `a.robust.ts:12`. */
  readonly lines: readonly string[]
  readonly tags: readonly string[]
  /** Whether vitest was told that no test at all is fine, by an option or by a filter that says so. */
  readonly emptyIsFine: boolean
}

/** Reads the filters of a run that begins. `--exclude` and `--dir` say what the project is, they choose nothing. */
export function readSelection(vitest: Vitest, specifications: readonly TestSpecification[]): Selection {
  const { config } = vitest
  // No part of vitest's types: the arguments that were no options.
  const { filenamePattern = [] } = vitest as { readonly filenamePattern?: readonly string[] }
  const pattern = vitest.getGlobalTestNamePattern() ?? config.testNamePattern
  const projects = [config.project].flat().filter((name) => typeof name === 'string' && name !== '')
  // Vitest 4.1 has neither the option nor the arguments in its config.
  const { lastFailed } = (config.cliOptions ?? {}) as { readonly lastFailed?: boolean }
  const lines = specifications.flatMap(({ moduleId, testLines = [] }) =>
    testLines.map((line) => `${relative(config.root, moduleId)}:${line}`),
  )
  return {
    files: [
      ...filenamePattern,
      ...projects.map((name) => `--project ${name}`),
      ...(config.related ?? []).map((file) => `related ${relative(config.root, file)}`),
      ...(config.changed ? ['--changed'] : []),
      ...(lastFailed ? ['--lastFailed'] : []),
    ],
    pattern: pattern ? `-t ${String(pattern)}` : null,
    lines,
    tags: config.tagsFilter ?? [],
    emptyIsFine: config.passWithNoTests,
  }
}

/** Narrowings within files, as the user wrote them. */
export function namesOf({ pattern, lines, tags }: Selection): string[] {
  return [...(pattern === null ? [] : [pattern]), ...lines, ...tags.map((tag) => `--tagsFilter ${tag}`)]
}
