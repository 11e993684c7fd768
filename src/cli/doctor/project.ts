import { levelsOf, type Levels, type Release, type Run, type RunEvidence } from '../../core/types/index.ts'
import { relative, resolve } from 'node:path'
import { FIRST_READER, readerChange } from '../../core/gate/index.ts'
import { decidableBy } from '../../core/planning/index.ts'
import { counted, messageOf, visible } from '../../core/text/index.ts'
import type { InspectedProject } from '../../integration/session/inspectProject.ts'
import { baselineFolderOf, type RobustnessOptions } from '../../integration/session/options.ts'
import { loadMetrics } from '../../integration/session/ownMetrics.ts'
import { loadRunTask } from '../../logs/loadRunTask.ts'
import { expectAccepted, readBaseline } from '../../runs/index.ts'
import { readSeen } from '../../sources/index.ts'
import { type Finding, note, ok, wrong } from './finding.ts'

/** Checks that the accepted baseline can be read, and that it fits the config and the latest run. */
export async function checkBaseline(
  options: RobustnessOptions,
  built: ReadonlyMap<string, Release>,
  latest: Run | null,
  cwd: string,
): Promise<Finding[]> {
  const { seen } = options
  const baseline = baselineFolderOf(options)
  if (baseline === undefined) return [note('no baseline in the config: regression claims are not applicable')]
  const folder = resolve(cwd, baseline)
  try {
    const stored = await readBaseline(folder)
    if (stored === null) {
      return [
        note(
          `no baseline in ${relative(cwd, folder)} yet; accept one: npx vitest-robustness baseline accept --release <name>`,
        ),
      ]
    }
    await expectAccepted(stored)
    const { release, claims, taskHashes, seen: accepted } = stored.baseline
    const found: Finding[] = [
      ok(
        `baseline ${stored.id}: ${release.name}, ${release.revision ?? 'no immutable revision'}, ` +
          `${counted(stored.cells.length, 'cell')}, ${counted(claims.length, 'claim')}`,
      ),
    ]
    const declared = seen === undefined ? null : readSeen(typeof seen === 'string' ? resolve(cwd, seen) : seen)
    if (declared && declared.toSorted().join('\n') !== accepted.toSorted().join('\n')) {
      found.push(wrong('the config declares other seen instructions than the baseline was accepted with'))
    }
    const own = built.get(release.name)
    if (own && own.revision !== release.revision) {
      found.push(
        note(
          `the config's ${release.name} is at revision ${own.revision ?? 'none'}, not the accepted one: cells that the baseline lacks cannot be asked`,
        ),
      )
    }
    const changed = (latest?.evidence.tasks ?? []).filter(({ name, hash, grownFrom = hash }) => {
      // A task to which examples were only added is still the accepted one.
      return (taskHashes[name] ?? grownFrom) !== grownFrom
    })
    if (changed.length > 0) {
      const names = changed.map(({ name }) => name).join(', ')
      found.push(wrong(`${names}: changed since the baseline was accepted; accept a new one, or restore the files`))
    }
    const others = (latest?.evidence.tasks ?? []).flatMap(({ name, reader = FIRST_READER }) =>
      readerChange({ name, reader }, stored.baseline) === null ? [] : [name],
    )
    if (others.length > 0) {
      found.push(wrong(`${others.join(', ')}: read by another version of the reader since; accept the baseline again`))
    }
    return found
  } catch (error) {
    return [wrong(messageOf(error))]
  }
}

/** The number of independent sources below which a note says how little they can decide. */
const SMALL_POOL = 100

/**
 * Checks the tasks of the latest run: whether they can be read again, whether every instruction is signed, and what a small
 * pool can decide.
 */
export function checkTasks(latest: Run | null): Finding[] {
  if (latest === null) return [note('no run yet, so the tasks of the suites are not known; npx vitest run')]
  return latest.evidence.tasks.flatMap((named) => {
    try {
      const task = loadRunTask(named)
      const unsigned = task.instructions.filter(({ reviewed }) => reviewed === null)
      const size = `${counted(task.examples.length, 'example')}, ${counted(task.instructions.length, 'instruction')}`
      const few = fewSources(task.name, new Set(task.examples.map(({ group }) => group)).size, latest.evidence)
      if (unsigned.length === 0) return [ok(`task ${task.name}: ${size}, all reviewed`), ...few]
      const ids = unsigned.slice(0, 5).map(({ id }) => id)
      const more = unsigned.length > ids.length ? ` and ${unsigned.length - ids.length} more` : ''
      return [
        note(`task ${task.name}: ${size}; nobody has reviewed ${ids.join(', ')}${more}, so no claim gates on them`),
        ...few,
      ]
    } catch (error) {
      return [wrong(`task ${named.name}: ${messageOf(error)}`)]
    }
  })
}

/** Says what a gate can and cannot decide with a small pool; nothing about a larger one, for which `plan` says more. */
function fewSources(
  task: string,
  sources: number,
  { claimsPlanned, ...levels }: Levels & Pick<RunEvidence, 'claimsPlanned'>,
): Finding[] {
  if (sources >= SMALL_POOL) return []
  const claims = claimsPlanned.count
  const { rate, margin, failing } = decidableBy(sources, { ...levelsOf(levels), claims })
  const among = claims === 1 ? '' : ` among ${claims} gating claims`
  const can = [
    rate === null
      ? 'pass no limit'
      : `pass a limit from ${rate} on for a rate of flips or errors (an accuracy up to ${round(1 - rate)}) if none occurs`,
    ...(margin === null ? [] : [`pass a margin from ${margin} on against the baseline if no answer differs`]),
    failing === null ? 'fail none' : `fail a limit up to ${failing}${among} if every answer is wrong`,
  ]
  return [
    note(
      `task ${task}: with ${counted(sources, 'independent source')} a gate can at best ${can.join(', and ')}; other limits stay ` +
        'open whatever is answered. npx vitest-robustness plan says more of each claim',
    ),
  ]
}

function round(value: number): number {
  return Number(value.toFixed(3))
}

/** Loads the metrics of the config as `measure` loads them; no finding where it names none. */
export async function checkMetrics(
  { metrics }: Pick<RobustnessOptions, 'metrics'>,
  { importModule }: Pick<InspectedProject, 'importModule'>,
  root: string,
): Promise<readonly Finding[]> {
  if (metrics === undefined) return []
  try {
    const own = await loadMetrics(metrics, { baseDir: root, importModule, who: 'robustness({ metrics })' })
    return [ok(`metrics: ${own.map(({ name }) => visible(name)).join(', ')}`)]
  } catch (error) {
    return [wrong(visible(messageOf(error)))]
  }
}
