import { expect, test } from 'vitest'
import { packText } from '../src/packs.testing.ts'
import { packTask, record, RECORDED, recordedLine } from './recordPack.ts'

/** The recorded answers of the pack `relation-extraction`, held against live inference of the embedded models. */

/** One cell in so many is asked again: with 14 wordings each example and each wording is met. */
const ONE_IN = 9

const linesOf = (release: string): unknown[] =>
  packText('relation-extraction', `recorded/${release}.jsonl`)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

test.each(RECORDED)(
  '%s says again what is recorded of it, and every cell is recorded once',
  async (release) => {
    const { examples, instructions } = packTask()
    const recorded = linesOf(release)
    expect(recorded.map((line) => Object.values(line as object).slice(0, 2))).toEqual(
      examples.flatMap(({ id }) => instructions.map((instruction) => [id, instruction.id])),
    )
    const again = (example: number, instruction: number): boolean => (example + instruction) % ONE_IN === 0
    const live = await record(release, again)
    const places = examples.length * instructions.length
    expect(live.length).toBeGreaterThanOrEqual(places / ONE_IN - 1)
    expect(live.map(recordedLine)).toEqual(
      recorded.filter((_, at) => again(Math.floor(at / instructions.length), at % instructions.length)),
    )
  },
  120_000,
)
