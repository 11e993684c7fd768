import { expect, test } from 'vitest'
import { cliIn, folderWith } from '../cliIn.testing.ts'

test.each(['abc', '0', '-5', 'Infinity'])(
  '--latency %s is refused by the name that the user wrote',
  async (latency) => {
    const { code, err } = await cliIn(await folderWith({}), 'plan', `--latency=${latency}`)
    expect([code, err]).toEqual([2, `plan --latency "${latency}": must be milliseconds above 0\n`])
  },
)
