/** Plays one round of chaos: disturbed runs, then one in peace, whose evidence is held against a run that nothing disturbed. */
import { seededRandom } from '../../src/core/statistics/index.ts'
import { cutInWords, type Cut, type RoundPlan } from './roundPlan.ts'
import { openStage, type Reference } from './stage.ts'

/** The disturbances that the run beside it meets as well. */
const FELT_BESIDE: ReadonlySet<Cut['what']> = new Set(['disk', 'quota', 'outage'])

/** The end of a round. */
export interface RoundResult {
  readonly plan: RoundPlan
  readonly runs: number
  readonly done: Readonly<Record<Cut['what'], number>>
  /** Faults that the endpoint answered with. */
  readonly faults: number
  /** Whole answers that the endpoint gave, and how many of them were to a prompt that had its answer. */
  readonly answers: number
  readonly repeated: number
  /** The most that may be repeated: what may have been in flight when something was killed. */
  readonly inFlight: number
  /** Files that are left for no purpose. */
  readonly left: readonly string[]
  /** All that is not as it must be; empty where the round is good. */
  readonly wrong: readonly string[]
  readonly seconds: number
}

const PEACE = { concurrency: 16, latencyMs: [2, 12], faults: {}, store: 'off', command: 'vitest', salt: 0 } as const

/** Runs the project once in peace. `installed` is a folder in which the package is installed. */
export async function playReference(installed: string): Promise<Reference> {
  const stage = await openStage(installed, { ...PEACE, round: 0, shards: 1, sideBySide: false, cuts: [] })
  try {
    const startedAt = Date.now()
    const { code, output } = await stage.run([], null)
    const endedAt = Date.now()
    const found = await stage.latest()
    if (code !== 0 || found === null) throw new Error(`the run in peace ended with ${code}:\n${output}`)
    const { firstAt, lastAt, server } = stage
    if (stage.repeated() > 0) throw new Error(`the run in peace asked ${stage.repeated()} prompts twice`)
    return {
      ...found,
      port: Number(new URL(server.origin).port),
      cells: server.answered.size,
      startMs: firstAt() - startedAt,
      callsMs: lastAt() - firstAt(),
      tailMs: endedAt - lastAt(),
    }
  } finally {
    await stage.close()
  }
}

/** Plays a round; `say` gets what happens, a line each. */
export async function playRound(
  plan: RoundPlan,
  reference: Reference,
  installed: string,
  say: (line: string) => void = () => {},
): Promise<RoundResult> {
  const startedAt = Date.now()
  const stage = await openStage(installed, plan, reference.port)
  const wrong: string[] = []
  const random = seededRandom(plan.salt ^ 0x5eed)
  const done = { kill: 0, pause: 0, quota: 0, outage: 0, disk: 0 }
  let [answers, repeated, inFlight, runs] = [0, 0, 0, 0]
  /** Without a store the answers of a decided attempt are asked again, and mean to be: what follows has an account of its own. */
  const closeAccount = (): void => {
    answers += stage.total()
    repeated += stage.repeated()
    stage.server.answered.clear()
  }

  /** One run, which `cut` disturbs, or what disturbs the run beside it; returns true if it came to its end. */
  const act = async (args: readonly string[], cut: Cut | null, beside: Cut | null = null): Promise<boolean> => {
    const name = args.join(' ') || 'the whole run'
    runs += 1
    if (cut !== null) done[cut.what] += 1
    const feels = [cut?.what !== 'pause' && cut, beside !== null && FELT_BESIDE.has(beside.what)].some(Boolean)
    // As many answers as requests may be on their way into the journal.
    if (feels) inFlight += 2 * plan.concurrency
    const begunAt = Date.now()
    const { code, output } = await stage.run(args, cut, { reference, random, wrong })
    say(`  ${name}${cut === null ? '' : `, ${cutInWords(cut)}`}: ${code ?? 'ended by a signal'}`)
    if (code === 1 || code === 2 || (code !== 0 && !feels))
      wrong.push(`${name} ended with ${code}:\n${output.slice(-2000)}`)
    // A shard that was killed after it had handed in was decided, like a run that had written its gate.
    if (code !== 0 && plan.store === 'off' && stage.handedInSince(begunAt)) closeAccount()
    const without = [cut, beside].some((one) => one?.what === 'quota' || one?.what === 'outage')
    if (code !== 0 || !without) return code === 0
    // A few cells may enter without an answer, or a counterexample be shown that is not the smallest: a run of other answers.
    say('  (it may lack answers: once more)')
    stage.forget()
    closeAccount()
    return false
  }
  /** Looks at every run folder: a gate that decided must rest on the evidence of the run in peace. */
  const look = (): boolean => {
    const decided = stage.runs().filter(({ evidence }) => !evidence.shard && evidence.gate.verdict !== 'inconclusive')
    for (const { evidenceHash, evidence } of decided)
      if (evidenceHash !== reference.evidence)
        wrong.push(`a run was written whose gate is ${evidence.gate.verdict} on other evidence, ${evidenceHash}`)
    return decided.length > 0
  }

  const compare = async (where: string): Promise<void> => {
    const found = await stage.latest()
    for (const what of ['evidence', 'observations', 'page'] as const)
      if (found?.[what] !== reference[what])
        wrong.push(`${what}${where} is ${found?.[what]} instead of ${reference[what]}`)
    if (found !== null && found.lines !== reference.lines) wrong.push(difference(found.lines, reference.lines))
  }

  try {
    const { shards, cuts } = plan
    const parts = Array.from({ length: shards }, (_, at) =>
      shards === 1 ? [] : [`--shard=${at + 1}/${shards}`, '--reporter=blob', '--passWithNoTests'],
    )
    const MERGE = ['--merge-reports']
    const jobs = cuts.map((cut) => ({ cut, part: Math.floor(random() * (shards === 1 ? 1 : shards + 1)) }))
    const finished = new Set<number>()
    for (const { cut, part } of jobs) {
      if (part === shards || finished.has(part)) continue
      const others = parts.map((_, at) => at).filter((at) => at !== part && !finished.has(at))
      const [beside] = plan.sideBySide ? others : []
      const besides = beside === undefined ? null : act(parts[beside]!, null, cut)
      if (await act(parts[part]!, cut)) finished.add(part)
      if (besides !== null && (await besides)) finished.add(beside!)
      if (shards === 1 && look() && plan.store === 'off') closeAccount()
      if (shards === 1) finished.clear()
    }
    const rest = parts.map((_, at) => at).filter((at) => !finished.has(at))
    if (shards > 1 && plan.sideBySide) await Promise.all(rest.map((at) => act(parts[at]!, null)))
    else for (const at of rest) await act(parts[at]!, null)
    if (shards > 1) {
      for (const { cut } of jobs.filter(({ part }) => part === shards)) await act(MERGE, cut)
      await act(MERGE, null)
    }
    look()
    closeAccount()
    await compare('')
    if (plan.store === 'record') {
      stage.server.suffer(null)
      const { code, output } = await stage.run([], null, undefined, 'replay')
      say(`  a replay of what was recorded: ${code}`)
      if (code !== 0) wrong.push(`the recording cannot be replayed:\n${output.slice(-2000)}`)
      else await compare(' of a replay')
    }
    if (repeated > inFlight)
      wrong.push(`${repeated} answers were paid for twice, and ${inFlight} may have been in flight`)
    const faults = Object.entries(stage.server.counts).reduce(
      (sum, [name, n]) => sum + (name === 'answered' ? 0 : n),
      0,
    )
    const left = stage.left()
    return {
      plan,
      runs,
      done,
      faults,
      answers,
      repeated,
      inFlight,
      left,
      wrong,
      seconds: (Date.now() - startedAt) / 1000,
    }
  } finally {
    await stage.close()
  }
}

/** Shows the first lines in which two texts differ. */
function difference(found: string, wanted: string): string {
  const [a, b] = [found.split('\n'), wanted.split('\n')]
  const at = a.findIndex((line, index) => line !== b[index])
  return `from line ${at + 1}:\n${[...a.slice(at, at + 5).map((line) => `+ ${line}`), ...b.slice(at, at + 5).map((line) => `- ${line}`)].join('\n')}`
}
