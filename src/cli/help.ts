import type { CommandGroup } from './commandGroups.ts'
import type { Command } from './common/command.ts'

/** Makes the page that lists all commands. */
export function mainHelp(groups: readonly CommandGroup[]): string {
  const width = Math.max(...groups.flatMap(({ commands }) => commands.map(({ name }) => name.length)))
  return page([
    'vitest-robustness: may this release ship? Robustness checks for language models as vitest suites.',
    '',
    'The checks themselves run with `npx vitest run`. These commands read what a run left behind in .robustness/,',
    'and accept a release as the baseline that later ones are compared with.',
    '',
    'Usage: npx vitest-robustness <command> [options]',
    ...groups.flatMap(({ name, about, commands }) => [
      '',
      `${name}: ${about}`,
      ...commands.map(({ name: command, summary }) => `  ${command.padEnd(width)}  ${summary}`),
    ]),
    '',
    'A first gate: npx vitest-robustness init, then plan, then gate, then report. What is wrong, doctor says.',
    'npx vitest-robustness <command> --help tells more about one.',
    'Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive or infrastructure.',
  ])
}

/** Makes the page of one command. */
export function commandHelp({ name, summary, takes, help, options }: Command): string {
  const rows = Object.entries(options).map(([option, { short, value, describe }]) => ({
    left: `--${option}${value ? ` <${value}>` : ''}${short ? `, -${short}` : ''}`,
    describe,
  }))
  const width = Math.max(0, ...rows.map(({ left }) => left.length))
  return page([
    `${name}: ${summary}`,
    '',
    `Usage: npx vitest-robustness ${[name, takes, rows.length > 0 ? '[options]' : ''].filter((part) => part !== '').join(' ')}`,
    '',
    ...help,
    ...(rows.length > 0
      ? ['', ...rows.flatMap(({ left, describe }) => hung(`  ${left.padEnd(width)}  `, describe))]
      : []),
  ])
}

/** Sets words after a first column, over several lines where one is too short. */
function hung(first: string, text: string): string[] {
  const lines = [first]
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line.length + word.length > WIDTH && line.trim() !== '') lines.push(`${' '.repeat(first.length)}${word} `)
    else lines[lines.length - 1] = `${line}${word} `
  }
  return lines.map((line) => line.trimEnd())
}

/** The width of a page, in characters. */
const WIDTH = 120

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
