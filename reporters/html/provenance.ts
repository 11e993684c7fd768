import { HASH_DIGITS_IN_NAME } from '../../src/core/hash/index.ts'
import { counted } from '../../src/core/text/index.ts'
import type { ReleaseInfo } from '../../src/core/types/index.ts'
import { attemptLines } from '../common/attemptLines.ts'
import { contextLines } from '../common/contextLines.ts'
import { formLines } from '../common/formLines.ts'
import { headLine } from '../common/shipLine.ts'
import { type PageParts, type Section, shownHtml } from './htmlParts.ts'

/** Shows where every figure comes from: releases, files with their hashes, versions, how to check. */
export function provenance({ evidence, hash, context, picture }: PageParts): Section {
  const { candidate, baseline, tasks, observations } = evidence
  const files = tasks.flatMap(({ name, sources }) =>
    sources.map(
      ({ file, sha256, refused }) =>
        `<tr><th scope="row">${shownHtml(name)}</th><td><code>${shownHtml(file)}</code>${refused ? `<span class="muted"> ${counted(refused.count, 'item')} left out</span>` : ''}</td><td><code>${shownHtml(sha256)}</code></td></tr>`,
    ),
  )
  const releases = [
    ['candidate', candidate] as const,
    ...(baseline === null ? [] : [['baseline', baseline] as const]),
  ].map(([role, info]) => releaseRow(role, info))
  const lines = [
    headLine(evidence),
    `evidence sha256 ${hash}`,
    `${counted(observations.count, 'observation')}, sha256 ${observations.sha256}`,
    ...attemptLines(evidence),
    ...formLines(evidence),
    ...(context === null ? [] : contextLines(context)),
    ...(picture?.missing ?? []),
    ...(picture === null ? ['Made from run.json alone: what rests on the observations is left out.'] : []),
  ]
  return {
    id: 'provenance',
    heading: 'Where these figures come from',
    body: `<ul>${lines.map((line) => `<li>${shownHtml(line, 1000)}</li>`).join('')}</ul>
<p>Recompute every verdict from the scores: <code>npx vitest-robustness report --verify ${hash.slice(0, HASH_DIGITS_IN_NAME)}</code>; from the raw texts: <code>--rescore</code>.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Releases"><table><thead><tr><th scope="col">role</th><th scope="col">release</th><th scope="col">model and revision</th><th scope="col">asked by</th><th scope="col">parameters</th></tr></thead><tbody>${releases.join('')}</tbody></table></div>
<div class="scroll" tabindex="0" role="region" aria-label="Files"><table><thead><tr><th scope="col">task</th><th scope="col">file</th><th scope="col">sha256</th></tr></thead><tbody>${files.join('')}</tbody></table></div>`,
  }
}

function releaseRow(role: string, info: ReleaseInfo): string {
  const { name, model, revision, endpointKind, endpoint, format, parameters } = info
  return `<tr><th scope="row">${role}</th><td>${shownHtml(name)}</td><td>${shownHtml(model)}<br><code>${shownHtml(revision ?? 'no immutable revision')}</code></td><td>${shownHtml(`${endpointKind}, ${endpoint}, format ${format}`)}</td><td><code>${shownHtml(JSON.stringify(parameters))}</code></td></tr>`
}
