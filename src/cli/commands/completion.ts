import { nameHint } from '../../core/text/index.ts'
import { UsageError } from '../../core/words/index.ts'
import type { Command } from '../command.ts'
import { bashScript } from '../completion/bashScript.ts'
import { completionOf, LOOKUPS } from '../completion/completionOf.ts'
import { fishScript } from '../completion/fishScript.ts'
import { lookUp } from '../completion/lookUp.ts'
import { zshScript } from '../completion/zshScript.ts'

/** Prints what makes a shell complete the commands. */
export const completion: Command = {
  name: 'completion',
  summary: 'print a script that completes commands, options, runs, releases and claims',
  takes: 'bash|zsh|fish',
  help: [
    'Load it where your shell starts. It completes `vitest-robustness`; with npx, name it:',
    '',
    '  alias vitest-robustness="npx vitest-robustness"',
    '  eval "$(npx vitest-robustness completion bash)"            in ~/.bashrc',
    '  source <(npx vitest-robustness completion zsh)             in ~/.zshrc, after compinit',
    '  npx vitest-robustness completion fish | source             in ~/.config/fish/config.fish',
    '',
    'The scripts look names up with `completion values runs`, `releases` or `claims`.',
  ],
  options: {},
  most: 2,
  async run({ positionals: [shell, what] }, io) {
    if (shell === 'values') {
      const lookup = LOOKUPS.find((name) => name === what)
      if (lookup === undefined) throw new UsageError(`completion values takes ${LOOKUPS.join(', ')}`)
      io.out((await lookUp(lookup, io.cwd)).map((name) => `${name}\n`).join(''))
      return 0
    }
    const script = shell !== undefined && Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined
    if (script === undefined || what !== undefined) {
      const names = Object.keys(SCRIPTS)
      throw new UsageError(
        shell === undefined || what !== undefined
          ? `completion needs a shell: ${names.join(', ')}`
          : `No completion for ${JSON.stringify(shell)}${nameHint(shell, names)}`,
      )
    }
    // Loaded here, since this command is itself in the list.
    const { commands } = await import('./index.ts')
    io.out(script(completionOf(commands)))
    return 0
  },
}

const SCRIPTS: Readonly<Record<string, typeof bashScript>> = { bash: bashScript, zsh: zshScript, fish: fishScript }
