import type { Release, Run } from '../../core/types/index.ts'
import { relative, resolve } from 'node:path'
import { FIRST_READER, readerChange } from '../../core/gate/index.ts'
import { counted, messageOf, visible } from '../../core/text/index.ts'
import type { InspectedProject } from '../../integration/session/inspectProject.ts'
import { baselineFolderOf, type RobustnessOptions } from '../../integration/session/options.ts'
import { loadMetrics } from '../../integration/session/ownMetrics.ts'
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
