import { VARIABLES } from '../environment/index.ts'
import { escapePattern } from '../text/index.ts'
import { HIDDEN, cut, shellQuoted, shellWord, visible } from '../text/quote.ts'

/** Returns the shell command that replays one claim: same seed, same order of examples, that test alone. */
export function replayCommand(replay: {
  readonly seed: string
  /** Name of the release under test, which the environment may have chosen. */
  readonly candidate: string
  readonly title: string
  /** `false` where a plain run asks no endpoint unless a variable says so. */
  readonly live?: boolean | undefined
  /** The command of a run that no suite made. */
  readonly command?: string | undefined
}): string {
  if (replay.command !== undefined) return replay.command
  const ask = replay.live === false ? `${VARIABLES.live}=1 ` : ''
  return `${ask}${VARIABLES.release}=${shellWord(replay.candidate)} ${VARIABLES.seed}=${shellWord(replay.seed)} npx vitest run -t ${shellQuoted(testPattern(replay.title))}`
}

/**
 * Returns the test's own name as vitest's `-t` takes it, a regular expression: without its suites, a claim's number
 * stripped. Marks that a terminal acts on are matched by `[^]` (any character) and never printed.
 */
function testPattern(title: string): string {
  const name = (title.split(' > ').at(-1) ?? title).replace(/(?: \(\d+\))?(?: \(against the anchor [\w.-]+\))?$/, '')
  return escapePattern(name).replaceAll(HIDDEN, '[^]')
}

/** Returns the shell command that shows one cell: its exact prompt, its raw answer and how that was read. */
export function showCommand(cell: string): string {
  return `npx vitest-robustness show ${shellWord(visible(cut(cell, 500)))}`
}
