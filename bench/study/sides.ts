import { pictureStored } from '../../src/integration/run/pictureStored.ts'
import type { StoredRun } from '../../src/runs/index.ts'
import type { Side, SidesOf } from './hypotheses.ts'

/**
 * Steps through the claims of a run again, to find the cells that each rests on: a run holds those of all its claims together.
 * Gives a function that counts a claim's cells by release and task. That throws where the cells are not those that the claim
 * was decided on, for then the run's files are not as they were written.
 */
export function recordedSides({ run, observations }: StoredRun): SidesOf {
  const picture = pictureStored(run, observations)
  return (claim) => {
    const cells = new Set(picture.claims.get(claim.title)?.cells)
    if (cells.size !== claim.cells)
      throw new Error(
        `"${claim.title}" was decided on ${claim.cells} cells, and the run shows ${cells.size} of them: look for what is wrong with ` +
          'npx vitest-robustness report --verify, or run the study again',
      )
    const sides = new Map<string, Side>()
    for (const at of cells) {
      const { release: size, task, outcome } = picture.observations.at(at)!
      const key = JSON.stringify([size, task])
      const before = sides.get(key) ?? { size, task, cells: 0, notAnswered: 0 }
      const notAnswered = before.notAnswered + Number(outcome !== 'answered')
      sides.set(key, { size, task, cells: before.cells + 1, notAnswered })
    }
    return [...sides.values()]
  }
}
