import { visible } from '../../core/text/index.ts'
import type { Release } from '../../core/types/index.ts'
import type { InspectedProject } from '../../integration/session/inspectProject.ts'
import type { RobustnessOptions } from '../../integration/session/options.ts'
import { resolveRelease } from '../../models/index.ts'
import { redactError } from '../../observe/index.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Each release is made, as a worker makes it; nothing is asked. Those that could be are handed back, by name. */
export async function checkReleases(
  { releases, candidate }: RobustnessOptions,
  { importModule }: Pick<InspectedProject, 'importModule'>,
  root: string,
): Promise<{ readonly findings: Finding[]; readonly built: ReadonlyMap<string, Release> }> {
  const built = new Map<string, Release>()
  const findings: Finding[] = []
  for (const [name, module] of Object.entries(releases)) {
    try {
      const release = await resolveRelease(module, root, importModule)
      built.set(name, release)
      findings.push(...identify(name, release, name === candidate))
    } catch (error) {
      const message = error instanceof Error ? redactError(error).message : String(error)
      findings.push(wrong(`release ${name}: ${visible(message)}`))
    }
  }
  return { findings, built }
}

function identify(name: string, release: Release, candidate: boolean): Finding[] {
  const { model, revision, endpointKind, format, concurrency } = release
  const who = `release ${name}${candidate ? ' (candidate)' : ''}: ${visible(model)}`
  const how = `${endpointKind}, format ${format.name}, at most ${concurrency} at once`
  if (revision !== null) return [ok(`${who}, revision ${visible(revision)}; ${how}`)]
  return [
    note(
      `${who}, no immutable revision; ${how}. An alias may move to another model: a gate uses no stored answers of it; ` +
        'give the release a revision if the endpoint holds to one',
    ),
  ]
}
