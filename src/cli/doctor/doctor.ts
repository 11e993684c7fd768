import { resolve } from 'node:path'
import { didYouMean, messageOf } from '../../core/text/index.ts'
import { UsageError, type Release, type Run } from '../../core/types/index.ts'
import { readRange, tracingWarning } from '../../integration/session/environment.ts'
import { inspectProject } from '../../integration/session/inspectProject.ts'
import { baselineFolderOf, readRobustnessOptions } from '../../integration/session/options.ts'
import { readBaseline, readRun, runFolder } from '../../runs/index.ts'
import type { CliIo, Command } from '../common/command.ts'
import { note, ok, wrong, type Finding } from './finding.ts'
import { checkFolder, checkVersions } from './installation.ts'
import { checkBaseline, checkMetrics } from './project.ts'
import { checkReleases, probeReleases } from './releases.ts'
import { runAgainstItself } from './runAgainstItself.ts'
import { checkTasks } from './tasks.ts'

/** Says what is wrong with a set-up. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'say what is wrong with this set-up; probe an endpoint; gate a release against itself',
  takes: '[-- arguments of vitest run, with --aa]',
  help: [
    'Looks at versions, config, releases, baseline, tasks, tracing variables, disk, journals and the store. It asks no model',
    'anything. Exit code 1 if something is wrong.',
    '',
    '  npx vitest-robustness doctor --probe v2   asks the endpoint of v2 a few dozen questions: which parameters it honours;',
    '                                            what it drops is recorded in the provenance of later runs',
    '  npx vitest-robustness doctor --aa 20      gates the accepted release against itself 20 times, live, in 20 orders:',
    '                                            how often does the gate fail a release that nothing happened to?',
  ],
  options: {
    probe: { type: 'string', value: 'release', describe: 'probe the endpoint of this release (live calls)' },
    aa: { type: 'string', value: 'times', describe: 'gate a release against itself so many times (live calls)' },
    release: { type: 'string', short: 'r', value: 'name', describe: 'the release for --aa; default: the accepted one' },
  },
  most: Infinity,
  async run({ values, positionals }, io) {
    const { probe, aa, release } = values
    if (typeof aa === 'string') return againstItself(aa, release, positionals, io)
    if (positionals.length > 0) throw new UsageError(`doctor takes no arguments, not ${JSON.stringify(positionals[0])}`)
    const findings = await examine(typeof probe === 'string' ? probe : null, io)
    const marks = { ok: 'ok    ', note: 'note  ', wrong: 'WRONG ' } as const
    io.out(findings.map(({ level, text }) => `${marks[level]} ${text}\n`).join(''))
    return findings.some(({ level }) => level === 'wrong') ? 1 : 0
  },
}

/** Says what is wrong with the variable that cuts plans into ranges; nothing where it is not set. */
function checkRange(env: NodeJS.ProcessEnv): Finding[] {
  try {
    readRange(env)
    return []
  } catch (error) {
    return [wrongOf(error)]
  }
}

async function examine(probe: string | null, { cwd, env }: CliIo): Promise<Finding[]> {
  const versions = await checkVersions(cwd)
  const tracing = tracingWarning(env)
  const traced = tracing === null ? ok('no tracing variable is set') : note(tracing)
  const project = await inspectProject(cwd).catch((error: unknown) => wrongOf(error))
  if ('level' in project) return [...versions, traced, project]
  try {
    const { config } = project
    if (project.options === null) {
      return [...versions, traced, wrong(`${config} has no plugin: plugins: [robustness({ releases, candidate })]`)]
    }
    const options = readRobustnessOptions(project.options, { ...env })
    const dir = resolve(cwd, options.folder ?? '.robustness')
    const latest = await latestRun(dir)
    const { findings, built } = await checkReleases(options, project, cwd)
    const chosen = probe === null ? null : chosenRelease(probe, built)
    const all: Finding[] = [
      ...versions,
      ok(`${config}: plugin found, ${Object.keys(options.releases).length} releases, store ${options.store}`),
      ...findings,
      ...(await checkMetrics(options, project, cwd)),
      ...(await checkBaseline(options, built, latest, cwd)),
      ...(await checkTasks(latest, options, cwd)),
      traced,
      ...checkRange({ ...env }),
      ...(await checkFolder(dir, cwd)),
      ...(chosen === null ? [] : await probeReleases(chosen, dir)),
    ]
    for (const release of built.values()) await release.close?.()
    return all
  } catch (error) {
    return [...versions, traced, wrongOf(error)]
  } finally {
    await project.close()
  }
}

function chosenRelease(name: string, built: ReadonlyMap<string, Release>): ReadonlyMap<string, Release> {
  const release = built.get(name)
  if (release !== undefined) return new Map([[name, release]])
  throw new UsageError(`no release "${name}" to probe${didYouMean(name, [...built.keys()])}`)
}

async function latestRun(dir: string): Promise<Run | null> {
  try {
    return (await readRun(await runFolder(dir))).run
  } catch {
    return null
  }
}

function wrongOf(error: unknown): Finding {
  return wrong(messageOf(error))
}

async function againstItself(times: string, release: unknown, args: readonly string[], io: CliIo): Promise<number> {
  const count = Number(times)
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new UsageError(`--aa ${JSON.stringify(times)}: must be a whole number of gates from 1, e.g. --aa 20`)
  }
  const name = typeof release === 'string' ? release : await acceptedRelease(io.cwd)
  return runAgainstItself(name, count, args, io)
}

/** Finds the release that the config's baseline was accepted from; the candidate where there is no baseline. */
async function acceptedRelease(cwd: string): Promise<string> {
  const { options, config, close } = await inspectProject(cwd)
  await close()
  if (options === null) throw new UsageError(`${config} has no plugin: plugins: [robustness({ releases, candidate })]`)
  const folder = baselineFolderOf(options)
  const stored = folder === undefined ? null : await readBaseline(resolve(cwd, folder))
  return stored?.baseline.release.name ?? options.candidate
}
