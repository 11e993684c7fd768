import type { CompletedCommand, Values } from './completionOf.ts'

/** Finds names through the installed package: `npx` would take a second at every key. The same in bash and zsh. */
export const LOOK_UP = `_vitest_robustness_values() {
  local bin=node_modules/.bin/vitest-robustness
  if [ -x "$bin" ]; then "$bin" completion values "$1" 2>/dev/null; else command vitest-robustness completion values "$1" 2>/dev/null; fi
}`

/** A text as one word of any POSIX shell, and of fish. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'"'"'`)}'`
}

/** Names of two words. */
export function twoWords(commands: readonly CompletedCommand[]): string[] {
  return commands.map(({ name }) => name).filter((name) => name.includes(' '))
}

/** Names of one word. */
export function singleWords(commands: readonly CompletedCommand[]): string[] {
  return commands.map(({ name }) => name).filter((name) => !name.includes(' '))
}

/** First word -> second words, of the names of two. */
export function secondWords(commands: readonly CompletedCommand[]): Map<string, string[]> {
  const pairs = twoWords(commands).map((name) => name.split(' '))
  return new Map(
    [...Map.groupBy(pairs, ([first = '']) => first)].map(([first, all]) => [
      first,
      all.map(([, second = '']) => second),
    ]),
  )
}

/** A branch of `case "$command:$previous"` for each option that takes a value: what `offer` makes of its values. */
export function optionCases(commands: readonly CompletedCommand[], offer: (values: Values) => string): string[] {
  return commands.flatMap(({ name, options }) =>
    options.flatMap(({ long, short, values }) => {
      if (values === undefined) return []
      const spellings = [long, ...(short === null ? [] : [short])].map((spelling) => quoted(`${name}:${spelling}`))
      return [`    ${spellings.join('|')}) ${offer(values)}; return ;;`]
    }),
  )
}
