/** A user's project in a temporary folder, with the packed tarball installed by npm. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packInto } from './packInto.ts'

const PACKAGE = '{ "name": "a-user", "type": "module", "private": true, "allowScripts": { "node": true } }\n'

export interface PackedProject {
  readonly root: string
  /** The environment of its commands: this process's, without what the outer vitest set. */
  readonly env: NodeJS.ProcessEnv
  readonly read: (file: string) => string
  readonly write: (file: string, text: string) => void
  /**
   * Runs a command line, its words separated by blanks, without the variables that the outer vitest set; `inside`: a folder
   * of the project.
   */
  readonly run: (line: string, inside?: string) => { readonly code: number | null; readonly output: string }
  readonly remove: () => void
}

/** The packages that are installed in addition to ours where a test does not say which. */
const PACKAGES = ['vitest@5', 'node@26', 'typescript@7', '@types/node@26']

/** Builds and packs the package, writes the files and installs. Takes minutes; throws with npm's output. */
export function packedProject(
  files: Readonly<Record<string, string>>,
  packages: readonly string[] = PACKAGES,
): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'))
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(VITEST|VITE_|ROBUSTNESS_|NODE_ENV$|TEST$|npm_)/.test(name),
  )
  const path = `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`
  const env = { ...Object.fromEntries(clean), PATH: path, NO_COLOR: '1' }
  const run: PackedProject['run'] = (line, inside = '.') => {
    const [command = '', ...args] = line.split(' ')
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: join(folder, inside), encoding: 'utf8', env })
    return { code: status, output: stdout + stderr }
  }
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const packed = packInto(folder)
    for (const [file, text] of Object.entries({ 'package.json': PACKAGE, ...files })) write(file, text)
    const { code, output } = run(`npm install --no-audit --no-fund --save-dev ${packages.join(' ')} ./${packed}`)
    if (code !== 0) throw new Error(output)
  } catch (error) {
    remove()
    throw error
  }
  return { root: folder, env, read: (file) => readFileSync(join(folder, file), 'utf8'), write, run, remove }
}
