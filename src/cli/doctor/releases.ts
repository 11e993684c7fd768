import { visible } from '../../core/text/index.ts'
import type { Release } from '../../core/types/index.ts'
import type { InspectedProject } from '../../integration/session/inspectProject.ts'
import type { RobustnessOptions } from '../../integration/session/options.ts'
import { type ProbeFinding, probeRelease, resolveRelease } from '../../models/index.ts'
import { redactError } from '../../observe/index.ts'
import { keepProbes, type StoredProbe } from '../../runs/index.ts'
import { type Finding, note, ok, wrong } from './finding.ts'

/** Builds each release as a worker builds it; nothing is asked. Returns those that could be built, by name. */
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

/** Asks each endpoint a few dozen questions, and stores which parameters it drops for the provenance of later runs. */
export async function probeReleases(releases: ReadonlyMap<string, Release>, dir: string): Promise<Finding[]> {
  const findings: Finding[] = []
  const probes: StoredProbe[] = []
  for (const [release, { reopen, endpoint, model, endpointKind }] of releases) {
    if (reopen === undefined) {
      findings.push(note(`probe of ${release}: ${endpointKind} takes no other parameters than its own`))
      continue
    }
    const found = await probeRelease(reopen, /^openai-(completions|logprobs)$/.test(endpointKind))
    findings.push(...found.map((one) => sentence(release, one)))
    const traits = (verdict: ProbeFinding['verdict']): string[] =>
      found.filter((one) => one.verdict === verdict).map(({ trait }) => trait)
    const on = new Date().toISOString().slice(0, 10)
    if (!traits('refused').includes('answers')) {
      probes.push({ release, endpoint, model, on, dropped: traits('dropped'), refused: traits('refused') })
    }
  }
  if (probes.length > 0) await keepProbes(dir, probes)
  return findings
}

function sentence(release: string, { trait, verdict, seen }: ProbeFinding): Finding {
  const text = `probe of ${release}: ${trait} ${verdict}: ${visible(seen)}`
  if (trait === 'answers' && verdict === 'refused') return wrong(text)
  return verdict === 'honoured' ? ok(text) : note(text)
}
