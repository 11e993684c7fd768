import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { writeVariables } from '../../core/environment/index.ts'
import { UsageError } from '../../core/types/index.ts'
import type { CliIo } from './command.ts'

/**
 * Runs the project's own `vitest run` with further arguments and variables, on the same terminal. Resolves with its exit
 * code; with 3 if a signal ended it. Throws `UsageError` if the project has no vitest.
 */
export async function spawnVitest(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  { cwd, env }: Pick<CliIo, 'cwd' | 'env'>,
): Promise<number> {
  const file = vitestFile(cwd)
  return untilEnd(
    spawn(process.execPath, [file, 'run', ...args], { cwd, env: surroundings(env, variables), stdio: 'inherit' }),
  )
}

/**
 * Does the same for a command that needs the plugin: where vitest did not reach it, nothing was done, which it says
 * with exit code 2.
 * @param name the command's, for the message
 */
export async function spawnReaching(
  name: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  io: CliIo,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'vitest-robustness-'))
  try {
    const file = join(folder, 'reached')
    const code = await spawnVitest(args, { ...variables, ...writeVariables({ reached: file }) }, io)
    if (code > 1 || existsSync(file)) return code
    io.err(`${notReached(name)}\n`)
    return 2
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Returns the message where vitest ended without reaching the plugin. */
export function notReached(name: string): string {
  return `${name}: exit code 2: vitest ended without reaching robustness() of vitest-robustness. If it printed an error, that is why; if not: is robustness() among the plugins of vitest.config.ts, and does --project leave it in?`
}

/** Does the same, and keeps what vitest prints instead of showing it. */
export async function captureVitest(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
  { cwd, env }: Pick<CliIo, 'cwd' | 'env'>,
): Promise<{ readonly code: number; readonly output: string }> {
  const child = spawn(process.execPath, [vitestFile(cwd), 'run', ...args], { cwd, env: surroundings(env, variables) })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  const code = await untilEnd(child)
  return { code, output }
}

/**
 * Returns the environment of the vitest to start. It says that a command starts it, because the plugin refuses other modes
 * than the gate's where a variable was merely left set, and which process that is, so that vitest does not outlive it.
 */
function surroundings(env: NodeJS.ProcessEnv, variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...env, ...variables, ...writeVariables({ command: String(process.pid) }) }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Waits until vitest has ended and its output is read. A signal ends vitest too, which would otherwise go on asking. */
async function untilEnd(child: ChildProcess): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => {
    // A terminal sends Ctrl-C to both processes.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, pass)
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => resolve(code ?? 3))
    })
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass)
  }
}

function vitestFile(cwd: string): string {
  const require = createRequire(join(cwd, 'noop.js'))
  try {
    const manifest = require.resolve('vitest/package.json')
    const { bin } = require(manifest) as { bin: { vitest: string } }
    return join(dirname(manifest), bin.vitest)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND')) throw error
    throw new UsageError(`No vitest in ${cwd}: run this in your project, or install it: npm install --save-dev vitest`)
  }
}
