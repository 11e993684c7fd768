/**
 * Plans everything that `init` would write into a project: a list of changes, and what is left to the user. It writes
 * nothing.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { VARIABLES } from '../../core/environment/index.ts'
import { ciFiles } from './ciFile.ts'
import { moduleExtension, type Project } from './detectProject.ts'
import { extendConfig, hasPlugin, IMPORT } from './extendConfig.ts'
import { managerCommands } from './packageManagers.ts'
import { FOLDER, type Starter } from './starter.ts'
import type { Change } from './unifiedDiff.ts'
import {
  newConfig,
  pluginCall,
  releaseEntry,
  releaseExport,
  releaseModule,
  releasesModule,
  withoutTypes,
} from './writtenModules.ts'

/** The changes to make, and what is left to the user. */
export interface InitPlan {
  readonly changes: readonly Change[]
  /** Files of the user's that were left as they are although something else would have been written. */
  readonly kept: readonly string[]
  /** Notes on what the user has to do or to know, each a text of one line or several. */
  readonly notes: readonly string[]
  /** The release for the suite, where a config of the user's gates another, which the suite was not made for. */
  readonly instead: string | null
}

/** Plans a starter for a project. A file that exists is never replaced; a config is extended where that is safe. */
export async function planInit(project: Project, starter: Starter): Promise<InitPlan> {
  const extension = moduleExtension(project)
  const ci = await ciFiles(project)
  const wanted: Change[] = [
    ...Object.entries(starter.files).map(([name, text]) => ({
      file: `${FOLDER}/${starter.name}/${name.replace(/\.ts$/, `.${extension}`)}`,
      before: null,
      after: name.endsWith('.ts') && project.language === 'js' ? withoutTypes(text) : text,
      data: /\.(jsonl|json|csv|gz)$/.test(name),
    })),
    ...ci.map(({ file, text }) => ({ file, before: null, after: text })),
  ]
  const present = await Promise.all(wanted.map(({ file }) => textOf(project, file)))
  const missing = wanted.filter((_, at) => present[at] === null)
  const kept = wanted.filter(({ after }, at) => present[at] !== null && present[at] !== after)
  const config = configChange(project, starter, extension)
  const releases = await releasesChange(project, starter, extension)
  const ignored = await ignoreChange(project)
  const gated = gatedInstead(project, starter, extension)
  return {
    changes: [...config.changes, ...releases.changes, ...missing, ...ignored],
    kept: kept.map(({ file }) => file),
    notes: [
      ...starter.notes,
      ...config.notes,
      ...(gated === null
        ? []
        : [
            `${gated.file} gates release ${gated.candidate}. This suite is for ${starter.candidate}: write candidate: '${starter.candidate}', or for one run ${VARIABLES.release}=${starter.candidate}`,
          ]),
      ...releases.notes,
      ...ci.flatMap(({ note }) => note ?? []),
      ...(project.lacksNodeTypes ? [nodeTypes(project)] : []),
      ...(project.workspace === null
        ? []
        : [
            `${project.workspace} is not read by vitest 4 and later: its projects belong into test.projects of the config`,
          ]),
    ],
    instead: gated === null ? null : starter.candidate,
  }
}

function nodeTypes({ manager }: Project): string {
  return `What is written uses process.env and import.meta.dirname, which tsc knows by Node's types: ${managerCommands[manager].add} @types/node, and 'node' in \`types\` where tsconfig.json has that list`
}

interface Part {
  readonly changes: readonly Change[]
  readonly notes: readonly string[]
}

function configChange({ config, modules, language }: Project, starter: Starter, extension: string): Part {
  const call = pluginCall(starter, extension)
  if (config === null) {
    const file = `vitest.config.${moduleExtension({ language, modules })}`
    return { changes: [{ file, before: null, after: newConfig(call) }], notes: [] }
  }
  const { file, text } = config
  if (hasPlugin(text)) return { changes: [], notes: unnamed(file, text, starter, extension) }
  const extended = extendConfig(text, call)
  if ('text' in extended) return { changes: [{ file, before: text, after: extended.text }], notes: [] }
  const lines = call.split('\n').map((line) => `    ${line}`)
  return {
    changes: [],
    notes: [
      `${file} is left as it is, for ${extended.why}. Add the import at its top, and the call to the list \`plugins\` of the\nobject that it exports (beside \`test\`, not inside of it):\n  ${IMPORT}\n  plugins: [\n${lines.join('\n')},\n  ]`,
    ],
  }
}

/** Says what the user has to add to a config that has the plugin: releases that came with the suite. */
function unnamed(file: string, text: string, { releases, ...starter }: Starter, extension: string): readonly string[] {
  const lacking = releases.filter((release) => !text.includes(`${releaseModule(starter.name, release, extension)}#`))
  if (lacking.length === 0) return []
  const lines = lacking.map((release) => `  ${releaseEntry(starter.name, release, extension)}`)
  return [
    `${file} has robustness() already. What this suite can be run against goes into its \`releases\`:\n${lines.join('\n')}`,
  ]
}

/** Finds the release that a config with the plugin gates, where the suite was made for others that the config names too. */
function gatedInstead(
  { config }: Project,
  { name, releases }: Starter,
  extension: string,
): { readonly file: string; readonly candidate: string } | null {
  if (config === null || !hasPlugin(config.text)) return null
  const candidate = /^\s*candidate: ['"]([\w.-]+)['"]/m.exec(config.text)?.[1]
  const named = releases.some((release) => config.text.includes(`${releaseModule(name, release, extension)}#`))
  if (candidate === undefined || !named || releases.some((release) => release.name === candidate)) return null
  return { file: config.file, candidate }
}

/** Plans the module of the releases; where there is one, what it lacks is added at its end by the user. */
async function releasesChange(project: Project, { releases }: Starter, extension: string): Promise<Part> {
  const file = `${FOLDER}/releases.${extension}`
  const before = await textOf(project, file)
  if (before === null) return { changes: [{ file, before, after: releasesModule(releases) }], notes: [] }
  const lacking = releases.filter(
    ({ name, made }) =>
      made !== null && !new RegExp(`\\bexport\\s+(?:const|let|(?:async\\s+)?function)\\s+${name}\\b`).test(before),
  )
  if (lacking.length === 0) return { changes: [], notes: [] }
  const lines = lacking.map(releaseExport).join('').trim().split('\n')
  return {
    changes: [],
    notes: [
      `${file} is yours. This suite brings ${lacking.length === 1 ? 'a release' : 'releases'} that it lacks; add what you need, and its name to \`releases\` of the config:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    ],
  }
}

/** Plans the line of `.gitignore` for runs and recorded answers. */
async function ignoreChange(project: Project): Promise<readonly Change[]> {
  const before = await textOf(project, '.gitignore')
  if (before !== null && /^\/?\.robustness(\/\**)?\s*$/m.test(before)) return []
  const start = before === null || before === '' || before.endsWith('\n') ? (before ?? '') : `${before}\n`
  return [{ file: '.gitignore', before, after: `${start}.robustness/\n` }]
}

async function textOf({ folder }: Project, file: string): Promise<string | null> {
  return readFile(join(folder, file), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
    throw error
  })
}
