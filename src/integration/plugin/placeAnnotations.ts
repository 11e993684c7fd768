import type { Reporter, Vitest } from 'vitest/node'
import { PROJECT } from '../session/environment.ts'
import type { OutputName } from '../session/options.ts'

/**
 * Makes a reporter that gives the annotations of robust tests the place of their test. Vitest looks for the test's file on
 * the stack, where it no longer is once a claim has waited for answers. It must stand before the reporters that show
 * annotations.
 *
 * Vitest's GitHub reporter leaves out annotations without a place. GitHub shows ten of a kind for each step, so those of
 * passing claims have none there, and neither have the others where the output `github` annotates the same claims.
 */
export function placeAnnotations({ config }: Vitest, outputs: readonly OutputName[]): Reporter {
  const onGitHub = config.reporters.some((one) => (Array.isArray(one) ? one[0] : one) === 'github-actions')
  return {
    onTestCaseAnnotate({ project, location, module }, annotation) {
      if (project.name !== PROJECT || annotation.location !== undefined || location === undefined) return
      if (onGitHub && (annotation.type === 'robustness' || outputs.includes('github'))) return
      annotation.location = { file: module.moduleId, line: location.line, column: location.column }
    },
  }
}
