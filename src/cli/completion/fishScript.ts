import type { CompletedCommand, Values } from './completionOf.ts'
import { secondWords } from './shellParts.ts'

/** The script that makes fish complete the commands. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const firsts = new Map(
    commands.map(({ name, summary }) => [name.split(' ')[0] ?? '', name.includes(' ') ? '' : summary]),
  )
  return `# fish completion of vitest-robustness:  npx vitest-robustness completion fish | source
function __vitest_robustness_values
    if test -x node_modules/.bin/vitest-robustness
        node_modules/.bin/vitest-robustness completion values $argv 2>/dev/null
    else
        command vitest-robustness completion values $argv 2>/dev/null
    end
end

# Whether the words typed so far are those of a command, and do not go on with one of the words that follow.
function __vitest_robustness_at
    set -l typed (commandline -opc)
    set -l wanted (string split ' ' -- $argv[1])
    test (count $typed) -gt (count $wanted); or return 1
    for at in (seq (count $wanted))
        test $typed[(math $at + 1)] = $wanted[$at]; or return 1
    end
    set -l next (math (count $wanted) + 2)
    not begin; test (count $typed) -ge $next; and contains -- $typed[$next] $argv[2..]; end
end

function __vitest_robustness_first
    test (count (commandline -opc)) -eq 1
end

function __vitest_robustness_second
    set -l typed (commandline -opc)
    test (count $typed) -eq 2; and test $typed[2] = $argv[1]
end

complete -c vitest-robustness -f
${[...firsts].map(([first, summary]) => `complete -c vitest-robustness -n __vitest_robustness_first -a ${word(first)}${about(summary)}`).join('\n')}
${[...secondWords(commands)]
  .flatMap(([first, seconds]) =>
    seconds.map((second) => {
      const summary = commands.find(({ name }) => name === `${first} ${second}`)?.summary ?? ''
      return `complete -c vitest-robustness -n ${word(`__vitest_robustness_second ${first}`)} -a ${word(second)}${about(summary)}`
    }),
  )
  .join('\n')}
${commands.flatMap((command) => lines(command, secondWords(commands).get(command.name) ?? [])).join('\n')}
`
}

function lines({ name, options, values }: CompletedCommand, others: readonly string[]): string[] {
  const at = `complete -c vitest-robustness -n ${word([`__vitest_robustness_at '${name}'`, ...others].join(' '))}`
  const own = argument(values)
  return [
    ...(own === '' ? [] : [`${at} ${own}`]),
    ...options.map(({ long, short, describe, values: taken }) => {
      const names = `-l ${long.slice(2)}${short === null ? '' : ` -s ${short.slice(1)}`}`
      return `${at} ${names}${taken === undefined ? '' : ` ${taken === 'files' ? '-r -F' : `-x ${argument(taken)}`.trimEnd()}`}${about(describe)}`
    }),
  ]
}

function argument(values: Values): string {
  if (values === null) return ''
  if (values === 'files') return '-F'
  if (typeof values !== 'string') return `-a ${word(values.join(' '))}`
  return `-a ${word(`(__vitest_robustness_values ${values})`)}`
}

function about(text: string): string {
  return text === '' ? '' : ` -d ${word(text)}`
}

/** One word of fish, which escapes within single quotes. */
function word(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
