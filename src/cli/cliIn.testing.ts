import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runCli } from './runCli.ts'

/** The output of a command, and its exit code. */
export interface Called {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command in this process, with a folder as the project. */
export async function cliIn(cwd: string, ...args: string[]): Promise<Called> {
  return cliOnTerminal(cwd, null, ...args)
}

/**
 * The same on a terminal, where somebody answers: each question takes the next answer, a line or a key. `null`: without a
 * terminal.
 */
export async function cliOnTerminal(
  cwd: string,
  answers: readonly string[] | null,
  ...args: string[]
): Promise<Called> {
  let [out, err] = ['', '']
  const left = [...(answers ?? [])]
  const answer = async (question: string): Promise<string> => {
    const given = left.shift()
    if (given === undefined) throw new Error(`nobody answers: ${question}`)
    out += `${question}${given}\n`
    return given
  }
  const code = await runCli(args, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    env: { NO_COLOR: '1' },
    cwd,
    tty: answers !== null,
    confirm: async (question) => (await answer(`${question} [y/N] `)) === 'y',
    ask: answer,
    pressKey: answer,
  })
  if (left.length > 0) throw new Error(`nobody asked for ${left.join(', ')}`)
  return { code, out, err }
}

/** A folder with these files, removed after the test. Lists become JSONL, other values JSON. */
export async function folderWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'robustness-logs-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    const lines = Array.isArray(content) ? content.map((line) => `${JSON.stringify(line)}\n`).join('') : null
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), typeof content === 'string' ? content : (lines ?? JSON.stringify(content)))
  }
  return folder
}

/**
 * A made-up log of `examples` examples under prompts `a` and `b`: every `wrong`-th example is answered wrong under both.
 * With `wrong` 0 none is.
 */
export function madeLog(examples: number, wrong: number, more: Readonly<Record<string, unknown>> = {}): object[] {
  return Array.from({ length: examples }, (_, at) =>
    ['a', 'b'].map((variant) => {
      const answer = wrong > 0 && at % wrong === 0 ? 'no' : 'yes'
      return Object.assign({ example: `e${at}`, variant, input: `Is ${at} a number?`, answer, gold: 'yes' }, more)
    }),
  ).flat()
}
