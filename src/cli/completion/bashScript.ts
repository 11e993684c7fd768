import type { CompletedCommand, Values } from './completionOf.ts'
import { LOOK_UP, optionCases, quoted, secondWords, singleWords, twoWords } from './shellParts.ts'

/** The script that makes bash complete the commands. It is sourced, and defines nothing without the prefix. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  return `# bash completion of vitest-robustness:  eval "$(npx vitest-robustness completion bash)"
${LOOK_UP}
# Offers lines that begin with what was typed, quoted where the shell needs it.
_vitest_robustness_offer() {
  local word typed=\${cur//\\\\/}
  typed=\${typed#[\\"\\']}
  while IFS= read -r word; do
    [[ -n $word && $word == "$typed"* ]] && COMPREPLY+=("$(printf %q "$word")")
  done
}

_vitest_robustness() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=
  COMPREPLY=()
  case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
    ${twoWords(commands).map(quoted).join('|')}) ((COMP_CWORD > 2)) && command="\${COMP_WORDS[1]} \${COMP_WORDS[2]}" ;;
  esac
  if [[ -z $command ]] && ((COMP_CWORD > 1)); then
    case "\${COMP_WORDS[1]}" in
      ${singleWords(commands).join('|')}) command=\${COMP_WORDS[1]} ;;
    esac
  fi
  if ((COMP_CWORD == 1)); then
    _vitest_robustness_offer <<< ${quoted(firstWords(commands).join('\n'))}
    return
  fi
  if ((COMP_CWORD == 2)); then
    case "\${COMP_WORDS[1]}" in
${[...secondWords(commands)].map(([first, seconds]) => `      ${first}) _vitest_robustness_offer <<< ${quoted(seconds.join('\n'))} ;;`).join('\n')}
    esac
  fi
  case "$command:$prev" in
${optionCases(commands, offer).join('\n')}
  esac
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -o bashdefault -F _vitest_robustness vitest-robustness
`
}

function firstWords(commands: readonly CompletedCommand[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? '')), 'help', '--help', '--version']
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const flags = [...options.map(({ long }) => long), '--help'].join('\n')
  return `    ${quoted(name)}) if [[ $cur == -* ]]; then _vitest_robustness_offer <<< ${quoted(flags)}; else ${offer(values)}; fi ;;`
}

function offer(values: Values): string {
  if (values === null) return ':'
  if (values === 'files')
    return 'compopt -o filenames 2>/dev/null; local IFS=$\'\\n\'; COMPREPLY+=($(compgen -f -- "$cur"))'
  if (typeof values !== 'string') return `_vitest_robustness_offer <<< ${quoted(values.join('\n'))}`
  return `_vitest_robustness_offer <<< "$(_vitest_robustness_values ${values})"`
}
