import { visible } from '../../core/text/index.ts'
import type { Release } from '../../core/types/index.ts'
import { probeRelease, type ProbeFinding } from '../../models/index.ts'
import { keepProbes, type StoredProbe } from '../../runs/index.ts'
import { note, ok, wrong, type Finding } from './finding.ts'

/** Asks each endpoint a few dozen questions; what it drops is kept for the provenance of later runs. */
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
    const of = (verdict: ProbeFinding['verdict']): string[] =>
      found.filter((one) => one.verdict === verdict).map(({ trait }) => trait)
    const on = new Date().toISOString().slice(0, 10)
    if (!of('refused').includes('answers')) {
      probes.push({ release, endpoint, model, on, dropped: of('dropped'), refused: of('refused') })
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
