/** The order of the test files: those that take longest come first, so that no core waits for one of them at the end. */
import { join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that took longer than half a minute on two cores, the longest first. Vitest knows how long a file took only where an
 * earlier run has noted it; in a fresh clone it goes by size, and those that play long tables and stories are small.
 */
export const LONG = [
  '.ci/mainJob.test.ts',
  '.ci/waysAround.test.ts',
  '.ci/examples.test.ts',
  'src/integration/run/exitCodesOfProjects.test.ts',
  '.ci/study.test.ts',
  '.ci/tarball.test.ts',
  '.ci/story.test.ts',
  'src/integration/run/exitCodes.test.ts',
  'src/integration/packs.test.ts',
  'src/integration/plan.test.ts',
]

const ROOT = join(import.meta.dirname, '..')

/** Puts the long files before the others, whose order stays that of vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort -- no list is sorted here: this is vitest's own order.
    const sorted = await super.sort(files)
    const ranks = new Map(LONG.map((file, at) => [join(ROOT, file), at]))
    const rankOf = ({ moduleId }: TestSpecification) => ranks.get(moduleId) ?? LONG.length
    return sorted.toSorted((a, b) => rankOf(a) - rankOf(b))
  }
}
