import type { CompletedCommand, Values } from './completionOf.ts'
import { LOOK_UP, optionCases, quoted, secondWords, singleWords, twoWords } from './shellParts.ts'

/** The script that makes zsh complete the commands: sourced after `compinit`, or kept as `_vitest-robustness`. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const first = commands.map(
    ({ name, summary }) => [name.split(' ')[0] ?? '', name.includes(' ') ? '' : summary] as const,
  )
  return `#compdef vitest-robustness
# zsh completion of vitest-robustness:  source <(npx vitest-robustness completion zsh)
${LOOK_UP}

_vitest_robustness() {
  local name= prev=\${words[CURRENT-1]}
  local -a offered
  case "\${words[2]} \${words[3]}" in
    ${twoWords(commands).map(quoted).join('|')}) ((CURRENT > 3)) && name="\${words[2]} \${words[3]}" ;;
  esac
  if [[ -z $name ]] && ((CURRENT > 2)); then
    case "\${words[2]}" in
      ${singleWords(commands).join('|')}) name=\${words[2]} ;;
    esac
  fi
  if ((CURRENT == 2)); then
    offered=(${[...new Map(first.toReversed())]
      .toReversed()
      .map(([word, about]) => described(word, about))
      .join(' ')})
    _describe command offered
    return
  fi
  if ((CURRENT == 3)); then
    case "\${words[2]}" in
${[...secondWords(commands)].map(([word, seconds]) => `      ${word}) offered=(${seconds.map((second) => described(second, summaryOf(commands, `${word} ${second}`))).join(' ')}); _describe command offered ;;`).join('\n')}
    esac
  fi
  case "$name:$prev" in
${optionCases(commands, offer).join('\n')}
  esac
  case "$name" in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _vitest_robustness vitest-robustness
`
}

function summaryOf(commands: readonly CompletedCommand[], name: string): string {
  return commands.find((command) => command.name === name)?.summary ?? ''
}

/** A word with its description, as `_describe` takes both. */
function described(word: string, about: string): string {
  return quoted(about === '' ? word : `${word.replaceAll(':', '\\:')}:${about}`)
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const flags = [
    ...options.map(({ long, describe }) => described(long, describe)),
    described('--help', 'tell more'),
  ].join(' ')
  return `    ${quoted(name)}) if [[ \${words[CURRENT]} == -* ]]; then offered=(${flags}); _describe option offered; else ${offer(values)}; fi ;;`
}

function offer(values: Values): string {
  if (values === null) return ':'
  if (values === 'files') return '_files'
  if (typeof values !== 'string') return `compadd -- ${values.map(quoted).join(' ')}`
  return `compadd -- "\${(@f)$(_vitest_robustness_values ${values})}"`
}
