import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import type { TestProject, Vitest } from 'vitest/node'
import { UsageError } from '../../core/types/index.ts'
import { requireVersions } from '../requirements.ts'
import { PROJECT } from '../session/environment.ts'
import type { RobustnessOptions } from '../session/options.ts'
import { keepCompiled } from './keepCompiled.ts'
import { defineTags } from './tags.ts'
import type { Session } from './startSession.ts'

const SUITES = ['**/*.robust.?(c|m)[jt]s']
const TEN_MINUTES = 600_000
const VITEST_DEFAULT_TIMEOUT = 5000

/**
 * The session of each vitest. The module keeps it and not the plugin, because vitest 4 makes a plugin of each declared
 * project.
 */
const sessions = new WeakMap<Vitest, { readonly options: string; readonly begun: Promise<void> }>()

/**
 * Makes the plugin, which is the one line of set-up: it runs `*.robust.ts` suites in a project of their own, gives them
 * the matchers, and turns their claims into a run, a gate verdict, a report and an exit code. A project named
 * `robustness` in `test.projects` is used if there is one; otherwise it is added. Throws for a Node or vitest that is
 * too old; a mistake in the options is a `UsageError` as the run starts, with exit code 2.
 *
 * @example
 * // vitest.config.ts
 * import { defineConfig } from 'vitest/config'
 *
 * export default defineConfig({
 *   plugins: [robustness({ releases: { v1: './models.ts#v1', v2: './models.ts#v2' }, candidate: 'v2' })],
 * })
 */
export function robustness(options: RobustnessOptions): Plugin {
  requireVersions()
  return {
    name: 'vitest-robustness',
    // For `doctor`, which looks at a project without running it.
    api: { options },
    async configureVitest({ vitest, injectTestProjects }) {
      // Called once for each project that inherits the plugin, and again for the one that is added below.
      requireVersions(vitest.version)
      const known = sessions.get(vitest)
      if (known) return refuseOthers(known.options, options)
      const begin = async (): Promise<void> => {
        if (!vitest.matchesProjectFilter(PROJECT)) return // left out by --project
        const named = vitest.projects.find((project) => project.name === PROJECT)
        const project = named ?? (await injectTestProjects([{ extends: true, test: { name: PROJECT } }]))[0]
        if (!project) return
        if (!named) {
          // An added project inherits the root's settings, which are for other tests.
          project.config.include = [...(options.include ?? SUITES)]
          project.config.environment = 'node'
        }
        // Not before: vitest reads the config again for a project that is added, from a file of another name each time.
        const compiled = keepCompiled(vitest, process.env)
        // Loaded here and not at the top: a run without robust suites starts faster, and an old Node cannot load it.
        const { startSession } = await import('./startSession.ts')
        const session = await startSession(vitest, options)
        prepare(project, session, options)
        if (compiled !== null) project.config.env = { NODE_COMPILE_CACHE: compiled, ...project.config.env }
        project.provide('robustnessCompiled', compiled)
        project.provide('robustnessTags', defineTags(project, vitest))
      }
      const begun = begin()
      sessions.set(vitest, { options: JSON.stringify(options), begun })
      try {
        await begun
      } catch (error) {
        // Exit code 3: a folder that cannot be written or a port that is taken says nothing of the release.
        process.exitCode = error instanceof UsageError ? 2 : 3
        const { faultInWords } = await import('../session/exitGuard.ts')
        const fault = faultInWords(error, options.folder ?? '.robustness')
        if (fault !== null) throw asSentence(new Error(`exit code 3: ${fault}`, { cause: error }))
        if (!(error instanceof UsageError)) throw error
        throw asSentence(error)
      }
    },
  }
}

/**
 * Makes an error be printed as its sentence alone, where the message is enough: a mistake in the config or the environment, or
 * a folder that cannot be written. Vitest prints what ends its start as Node inspects it: in brackets, with stack and causes.
 */
function asSentence(error: Error): Error {
  error.stack = `${error.name}: ${error.message}`
  return Object.defineProperty(error, Symbol.for('nodejs.util.inspect.custom'), { value: () => error.stack })
}

/** Refuses a second plugin with other options: one run has one candidate, one baseline and one gate. */
function refuseOthers(known: string, options: RobustnessOptions): void {
  if (known === JSON.stringify(options)) return
  process.exitCode = 2
  throw asSentence(
    new UsageError(
      'the config has the plugin robustness() twice, with different options; one run has one gate: keep one of them',
    ),
  )
}

function prepare(project: TestProject, session: Session, options: RobustnessOptions): void {
  const { config } = project
  // Vitest's default timeout is for unit tests; a timeout that a declared project sets is kept.
  const declared = config.testTimeout === VITEST_DEFAULT_TIMEOUT ? TEN_MINUTES : config.testTimeout
  config.testTimeout = options.testTimeout ?? declared
  config.hookTimeout = Math.max(config.hookTimeout, 30_000)
  config.includeTaskLocation = true
  const { onStackTrace } = config
  config.onStackTrace = (error, frame) => (isOwnFrame(error, frame) ? false : onStackTrace?.(error, frame))
  // In the built package the setup file stands beside its parts.
  const setup = import.meta.url.endsWith('.ts') ? '../matcher/setup.ts' : './setup.js'
  config.setupFiles.push(fileURLToPath(new URL(setup, import.meta.url)))
  project.provide('robustness', session.workerConfig)
}

/** The folder of this package's code; in the built package all of its parts stand beside each other. */
const OWN_CODE = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../../' : './', import.meta.url)).replaceAll(
  '\\',
  '/',
)

/**
 * Says whether a frame of a mistake in a suite is one of this package. The message says what to do, and only the frames of
 * the suite show where; the stack of any other error stays whole.
 */
function isOwnFrame({ name }: { readonly name?: string }, { file }: { readonly file: string }): boolean {
  return name === 'UsageError' && file.replaceAll('\\', '/').startsWith(OWN_CODE)
}
