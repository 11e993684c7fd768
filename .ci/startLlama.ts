/** Installs a real open engine, llama.cpp as node-llama-cpp has it, and starts `llamaServer.ts` with it. */
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Given } from './llamaEngine.ts'

const VERSION = '3.21.1'

/** The packages with its compiled engine, without those for graphics cards, which are hundreds of megabytes. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'mac-arm64-metal',
  'darwin-x64': 'mac-x64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** Installs it into a folder: `null`, or why that is not possible here. Throws with npm's output where it should have been. */
export function installLlama(folder: string): string | null {
  const platform = `${process.platform}-${process.arch}`
  const binary = BINARIES[platform]
  if (binary === undefined) return `node-llama-cpp has no compiled engine for ${platform}`
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  // The binary is one of the package's optional dependencies, of which this one alone is asked for.
  const packages = [`node-llama-cpp@${VERSION}`, `@node-llama-cpp/${binary}@${VERSION}`]
  const flags = ['--omit=optional', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
  const { status, stdout, stderr } = spawnSync('npm', ['install', ...flags, ...packages], {
    cwd: folder,
    encoding: 'utf8',
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|npm_)/.test(name))),
  })
  if (status === 0) return null
  const offline = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED)\b/.exec(stderr)
  if (offline) return `the package registry cannot be reached (${offline[0]})`
  throw new Error(stdout + stderr)
}

export interface LlamaServer {
  readonly origin: string
  /** Returns the texts that its model was given since this was last called. */
  readonly given: () => Promise<readonly Given[]>
  readonly stop: () => Promise<void>
}

/** Starts it on a GGUF file. Throws with what it printed where it ends at once. */
export async function startLlama(folder: string, file: string): Promise<LlamaServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'llamaServer.ts'), folder, file], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let [out, err] = ['', '']
  child.stderr?.on('data', (chunk) => (err += String(chunk)))
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const started = new Promise<void>((resolve) =>
    child.stdout?.on('data', (chunk) => {
      out += String(chunk)
      if (out.includes('\n')) resolve()
    }),
  )
  await Promise.race([started, ended])
  const [origin = ''] = out.split('\n')
  if (!origin.startsWith('http')) throw new Error(`the server did not start: ${out}${err}`)
  return {
    origin,
    given: async () => (await (await fetch(`${origin}/given`)).json()) as Given[],
    stop: () => (child.kill(), ended),
  }
}
