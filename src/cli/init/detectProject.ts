/** Looks at what a project already has, as far as `init` needs to know it. Files are read and nothing is run. */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Package managers whose commands `init` knows. */
export type Manager = 'npm' | 'pnpm' | 'yarn' | 'yarn-classic' | 'bun'

/** A file with its text. */
export interface TextFile {
  /** Relative to the project. */
  readonly file: string
  readonly text: string
}

/** A project, as far as `init` needs to know it. */
export interface Project {
  readonly folder: string
  readonly language: 'ts' | 'js'
  /** The module format that Node takes a `.js` file for. */
  readonly modules: 'esm' | 'commonjs'
  readonly manager: Manager
  /** The config that vitest would read: its own before Vite's, as vitest chooses. */
  readonly config: TextFile | null
  /** A file of workspaces, which vitest stopped reading with version 4. */
  readonly workspace: string | null
  readonly github: boolean
  /** The pipeline of GitLab, where there is one. */
  readonly gitlab: TextFile | null
  /** Packages that `package.json` does not name yet, of the two that a suite needs. */
  readonly missing: readonly string[]
  /** True if the project has TypeScript and does not name Node's types, which the written modules need to be checked. */
  readonly lacksNodeTypes: boolean
}

/** Returns the extension of a module that Node takes for an ES module in this project. */
export function moduleExtension({ language, modules }: Pick<Project, 'language' | 'modules'>): string {
  return modules === 'esm' ? language : `m${language}`
}

/** Looks at a folder. An empty one is a project too: TypeScript, CommonJS as `npm init` makes it, npm. */
export async function detectProject(folder: string): Promise<Project> {
  const names = await readdir(folder).catch((): string[] => [])
  const read = async (file: string): Promise<TextFile> => ({ file, text: await readFile(join(folder, file), 'utf8') })
  const manifest = names.includes('package.json') ? parsed((await read('package.json')).text) : {}
  const config = CONFIGS.find((name) => names.includes(name))
  const packages = { ...record(manifest['dependencies']), ...record(manifest['devDependencies']) }
  return {
    folder,
    language: await languageOf(folder, names, Object.hasOwn(packages, 'typescript')),
    modules: manifest['type'] === 'module' ? 'esm' : 'commonjs',
    manager: await managerOf(folder, manifest['packageManager']),
    config: config === undefined ? null : await read(config),
    workspace: names.find((name) => /^vitest\.(workspace|projects)\.(json|[cm]?[jt]s)$/.test(name)) ?? null,
    github: names.includes('.github'),
    gitlab: names.includes('.gitlab-ci.yml') ? await read('.gitlab-ci.yml') : null,
    missing: ['vitest', 'vitest-robustness'].filter((name) => !Object.hasOwn(packages, name)),
    lacksNodeTypes:
      (Object.hasOwn(packages, 'typescript') || names.includes('tsconfig.json')) &&
      !Object.hasOwn(packages, '@types/node'),
  }
}

/** The names of configs, in the order in which vitest looks for them. */
const CONFIGS = ['vitest.config', 'vite.config'].flatMap((name) =>
  ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((extension) => `${name}.${extension}`),
)

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(text))
  } catch {
    return {}
  }
}

/** Folders in which a project's own modules usually stand. */
const CODE_FOLDERS = ['.', 'src', 'lib', 'test', 'tests', '__tests__']

/**
 * Chooses TypeScript where something says so, and where no module shows what the project is written in, since the guides
 * use it.
 */
async function languageOf(folder: string, names: readonly string[], hasTypescript: boolean): Promise<'ts' | 'js'> {
  if (hasTypescript || names.some((name) => /^tsconfig(\..+)?\.json$/.test(name))) return 'ts'
  const files = await Promise.all(CODE_FOLDERS.map((name) => readdir(join(folder, name)).catch((): string[] => [])))
  const modules = files.flat().filter((name) => !name.endsWith('.d.ts'))
  if (modules.some((name) => /\.[cm]?tsx?$/.test(name))) return 'ts'
  return modules.some((name) => /\.[cm]?jsx?$/.test(name)) ? 'js' : 'ts'
}

const LOCKFILES: readonly (readonly [file: string, manager: Manager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
]

/**
 * Reads the package manager from `packageManager`, or from the nearest lockfile, up to the folder that holds the
 * repository.
 */
async function managerOf(project: string, declared: unknown): Promise<Manager> {
  const [, name, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(typeof declared === 'string' ? declared : '') ?? []
  if (name === 'yarn') return major === '1' ? 'yarn-classic' : 'yarn'
  if (name !== undefined) return name as Manager
  for (let folder = project; ; folder = dirname(folder)) {
    const names = await readdir(folder).catch((): string[] => [])
    const [file, manager] = LOCKFILES.find(([lockfile]) => names.includes(lockfile)) ?? []
    if (manager === 'yarn') {
      const text = await readFile(join(folder, file ?? ''), 'utf8')
      return text.includes('# yarn lockfile v1') ? 'yarn-classic' : 'yarn'
    }
    if (manager !== undefined) return manager
    if (names.includes('.git') || dirname(folder) === folder) return 'npm'
  }
}
