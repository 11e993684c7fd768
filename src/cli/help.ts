import type { Command } from './command.ts'

/** The page that lists all commands. */
export function mainHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return page([
    'vitest-robustness: may this release ship? Robustness checks for language models as vitest suites.',
    '',
    'The checks themselves run with `npx vitest run`. These commands read what a run left behind in .robustness/,',
    'and accept a release as the baseline that later ones are compared with.',
    '',
    'Usage: npx vitest-robustness <command> [options]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'npx vitest-robustness <command> --help tells more about one.',
    'Exit codes: 0 pass, 1 fail, 2 usage or configuration, 3 inconclusive or infrastructure.',
  ])
}

/** The page of one command. */
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
    ...(rows.length > 0 ? ['', ...rows.map(({ left, describe }) => `  ${left.padEnd(width)}  ${describe}`)] : []),
  ])
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
