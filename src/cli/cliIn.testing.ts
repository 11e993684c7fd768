import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { runCli } from './runCli.ts'

/** What a command printed, and its exit code. */
export interface Called {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs a command in this process, with a folder as the project. */
export async function cliIn(cwd: string, ...args: string[]): Promise<Called> {
  let [out, err] = ['', '']
  const code = await runCli(args, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    env: {},
    cwd,
    tty: false,
    confirm: async () => false,
    ask: async () => '',
    pressKey: async () => 'q',
  })
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
