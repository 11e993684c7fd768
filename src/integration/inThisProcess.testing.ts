/**
 * vitest and the package's command, run in the process of the test: a start costs a quarter of what a process of its own does.
 * For tests in which the process (a signal, a terminal, a crash) is not the point.
 */
import { Console } from 'node:console'
import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import type { Ended } from './fakeProject.testing.ts'

interface Surroundings {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** As `vitest run …` does it, except that test files run in threads and not in processes. */
export function vitestHere(args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return oneAtATime(surroundings, ['vitest', 'run', ...args], async (stdout) => {
    // Loaded where it is used: a test of commands alone does without.
    const { parseCLI, startVitest } = await import('vitest/node')
    const { filter, options } = parseCLI(['vitest', 'run', ...args])
    try {
      await startVitest(filter, { pool: 'threads', ...options }, {}, { stdout, stderr: stdout })
    } catch (error) {
      console.error(error)
      process.exitCode ??= 1
    }
  })
}

let imports = 0

/** As `vitest-robustness …` does it. `file` is the command's own file, which runs when it is imported. */
export function commandHere(file: string, args: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return oneAtATime(surroundings, [file, ...args], async () => {
    await import(/* @vite-ignore */ `${pathToFileURL(file).href}?${++imports}`)
  })
}

let last: Promise<unknown> = Promise.resolve()

/** Gives `run` everything that a process has one of (folder, variables, arguments, output, exit code), and restores it. */
function oneAtATime(
  { cwd, env }: Surroundings,
  args: readonly string[],
  run: (stdout: Writable) => Promise<void>,
): Promise<Ended> {
  const next = last.then(() => borrowProcess({ cwd, env }, args, run))
  last = next.catch(() => {})
  return next
}

async function borrowProcess(
  { cwd, env }: Surroundings,
  args: readonly string[],
  run: (stdout: Writable) => Promise<void>,
): Promise<Ended> {
  let output = ''
  const stdout = new Writable({
    write(chunk, _, done) {
      output += String(chunk)
      done()
    },
  })
  const kept = {
    cwd: process.cwd(),
    env: { ...process.env },
    argv: process.argv,
    console: globalThis.console,
    out: process.stdout.write,
    err: process.stderr.write,
  }
  process.chdir(cwd)
  replaceEnvironment(env)
  process.argv = [process.execPath, ...args]
  globalThis.console = new Console(stdout, stdout)
  process.stdout.write = stdout.write.bind(stdout) as typeof process.stdout.write
  process.stderr.write = process.stdout.write
  process.exitCode = undefined
  try {
    await run(stdout)
    // What follows on the end of vitest, before a process would end.
    await new Promise(setImmediate)
    return { code: Number(process.exitCode ?? 0), output }
  } finally {
    process.chdir(kept.cwd)
    replaceEnvironment(kept.env)
    process.argv = kept.argv
    globalThis.console = kept.console
    process.stdout.write = kept.out
    process.stderr.write = kept.err
    process.exitCode = undefined
  }
}

function replaceEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
