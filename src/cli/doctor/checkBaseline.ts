import { relative, resolve } from 'node:path'
import { FIRST_READER, readerChange } from '../../core/gate/index.ts'
import { counted, messageOf } from '../../core/text/index.ts'
import type { Release, Run } from '../../core/types/index.ts'
import { baselineFolderOf, type RobustnessOptions } from '../../integration/session/options.ts'
import { expectAccepted, readBaseline } from '../../runs/index.ts'
import { readSeen } from '../../sources/index.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Whether the accepted baseline can be read, and fits what the config and the latest run say. */
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
    const changed = (latest?.evidence.tasks ?? []).filter(({ name, hash }) => (taskHashes[name] ?? hash) !== hash)
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
