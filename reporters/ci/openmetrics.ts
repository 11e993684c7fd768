import { evidenceHash } from '../../src/core/hash/index.ts'
import type { ClaimResult, Run } from '../../src/core/types/index.ts'
import type { RenderOptions } from '../common/render.ts'

type Labels = Readonly<Record<string, string>>

interface Sample {
  /** The text after the family's name, e.g. `_info`. */
  readonly suffix?: string
  readonly labels: Labels
  readonly value: number
}

interface Family {
  readonly name: string
  readonly type: 'gauge' | 'info' | 'stateset'
  readonly help: string
  readonly samples: readonly Sample[]
}

const GATE = ['pass', 'fail', 'inconclusive'] as const
const CLAIM = [...GATE, 'not applicable'] as const

/**
 * Writes a run as OpenMetrics text 1.0, e.g. for a Pushgateway or a textfile collector. There are no time stamps,
 * because the collector adds them. A figure that a claim lacks has no sample.
 *
 * https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md
 */
export function openmetrics(run: Run, { context: shown = true }: RenderOptions = {}): string {
  const { evidence, context } = run
  const { candidate, baselineId, seed, gate, claims } = evidence
  const release = { release: candidate.name }
  const each = (value: (claim: ClaimResult) => number | null): Sample[] =>
    claims.flatMap((claim) => {
      const found = value(claim)
      return found === null || !Number.isFinite(found)
        ? []
        : [{ labels: { ...release, ...named(claim) }, value: found }]
    })
  const measured = (value: (claim: ClaimResult) => number) =>
    each((claim) => (claim.verdict === 'not applicable' ? null : value(claim)))
  const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({
    name: `${PREFIX}_${name}`,
    type: 'gauge',
    help,
    samples,
  })
  const families: Family[] = [
    {
      name: `${PREFIX}_run`,
      type: 'info',
      help: 'What was gated against what.',
      samples: [
        {
          suffix: '_info',
          labels: {
            ...release,
            model: candidate.model,
            revision: candidate.revision ?? '',
            baseline: baselineId ?? '',
            seed,
            evidence: evidenceHash(run),
            mode: evidence.mode,
            observations: evidence.observations.sha256,
          },
          value: 1,
        },
      ],
    },
    stateset('gate_verdict', 'May the release ship?', GATE, [{ labels: release, state: gate.verdict }]),
    gauge('gate_exit_code', '0 pass, 1 fail, 2 usage, 3 inconclusive or infrastructure.', [
      { labels: release, value: gate.exitCode },
    ]),
    stateset(
      'claim_verdict',
      'Verdict of each claim.',
      CLAIM,
      claims.map((claim) => ({ labels: { ...release, ...named(claim) }, state: claim.verdict })),
    ),
    gauge(
      'claim_limit',
      'Limit that the claim asserts.',
      each(({ spec }) => spec.limit),
    ),
    gauge(
      'claim_estimate',
      'Mean over the sources asked; biased where the claim stopped early.',
      each((claim) => claim.estimate),
    ),
    gauge(
      'claim_lower',
      'Lower end of the confidence sequence.',
      measured(({ interval }) => interval[0]),
    ),
    gauge(
      'claim_upper',
      'Upper end of the confidence sequence.',
      measured(({ interval }) => interval[1]),
    ),
    gauge(
      'claim_cells',
      'Cells that the verdict rests on.',
      measured(({ cells }) => cells),
    ),
    gauge(
      'claim_grid_cells',
      'Cells of the full grid.',
      each(({ grid }) => grid),
    ),
    ...(shown
      ? [
          gauge('calls', 'Calls made to models.', [{ labels: release, value: context.calls.made }]),
          gauge('duration_seconds', 'How long the run took.', [{ labels: release, value: context.durationMs / 1000 }]),
        ]
      : []),
  ]
  return `${families.flatMap(linesOf).join('\n')}\n# EOF\n`
}

const PREFIX = 'vitest_robustness'

function named({ id, title, spec }: ClaimResult): Labels {
  return {
    claim: title,
    claim_id: id,
    kind: spec.kind,
    task: spec.task,
    statistic: spec.statistic,
    advisory: String(spec.advisory),
  }
}

/** Writes one sample for each state, of which one is 1. The label's name is the family's, as the specification says. */
function stateset(
  name: string,
  help: string,
  states: readonly string[],
  items: readonly { readonly labels: Labels; readonly state: string }[],
): Family {
  const family = `${PREFIX}_${name}`
  const samples = items.flatMap(({ labels, state }) =>
    states.map((one) => ({ labels: { ...labels, [family]: one }, value: Number(one === state) })),
  )
  return { name: family, type: 'stateset', help, samples }
}

function linesOf({ name, type, help, samples }: Family): string[] {
  if (samples.length === 0) return []
  return [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${escapeText(help)}`,
    ...samples.map(({ suffix = '', labels, value }) => {
      const written = Object.entries(labels).map(([label, text]) => `${label}="${escapeText(text)}"`)
      return `${name}${suffix}{${written.join(',')}} ${value}`
    }),
  ]
}

/** Escapes a text. Backslash, quote and line feed have escapes; a lone surrogate is no Unicode text and is replaced. */
function escapeText(text: string): string {
  return text.toWellFormed().replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
