/**
 * Kills, stops and starves runs at random, and holds what they come to against a run that nothing disturbed: `npm run chaos
 * -- [--rounds 50] [--seed 1] [--round 17] [--json]`. Each round draws from the seed: kills of the whole run, of its first
 * process or of a worker, pauses, an empty quota, an endpoint that is gone, a full disk, faults of single calls, the order
 * in which answers come, concurrency, and shards; it ends with a run in peace. Evidence, observations and page must be the same
 * bytes, no answer is paid for twice but what was in flight at a kill, and no gate passes on anything less. Exits 1 on any
 * difference. `--round` plays one round by itself, and says what happens in it.
 */
import { parseArgs } from 'node:util'
import { installed } from '../.ci/builtPackage.ts'
import { playReference, playRound, type RoundResult } from './chaos/playRound.ts'
import { cutInWords, roundPlan } from './chaos/roundPlan.ts'
import { noSmallDisk } from './chaos/smallDisk.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    round: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [count, seed] = [Number(values.rounds), Number(values.seed)]
if (!Number.isInteger(count) || count < 1) throw new Error('--rounds must be a whole number above 0')
if (!Number.isInteger(seed)) throw new Error('--seed must be a whole number')
const rounds = values.round === undefined ? Array.from({ length: count }, (_, at) => at + 1) : [Number(values.round)]
const say = (line: string): void => void (values.json || console.log(line))

const results: RoundResult[] = []
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    report()
    process.exit(130)
  })

const folder = await installed()
const noDisk = noSmallDisk()
const reference = await playReference(folder)
say(`seed ${seed}; a run in peace asks ${reference.cells} cells; evidence ${reference.evidence.slice(0, 16)}`)
if (noDisk !== null) say(`rounds with a full disk are left out: ${noDisk}`)

for (const round of rounds) {
  const plan = roundPlan(seed, round, noDisk === null)
  const details = values.round === undefined ? undefined : say
  if (details) say(JSON.stringify({ ...plan, cuts: plan.cuts.map(cutInWords) }, null, 1))
  const result = await playRound(plan, reference, folder, details)
  results.push(result)
  const { runs, answers, repeated, inFlight, left, wrong, seconds } = result
  const settings = `${plan.shards} ${plan.shards === 1 ? 'run' : 'shards'}${plan.sideBySide && plan.shards > 1 ? ' side by side' : ''}, ${plan.command}, store ${plan.store}, ${plan.concurrency} at once`
  say(
    `round ${round}: ${settings}; ${plan.cuts.map(cutInWords).join('; ')}: ${runs} runs, ${answers} answers, ` +
      `${repeated} twice of ${inFlight} allowed, ${result.faults} faults, ${seconds.toFixed(1)} s: ${wrong.length === 0 ? 'the same' : 'DIFFERENT'}`,
  )
  for (const what of wrong)
    say(`  ${what.replaceAll('\n', '\n  ')}\n  again: npm run chaos -- --seed ${seed} --round ${round}`)
  if (left.length > 0) say(`  left: ${left.join(', ')}`)
}
report()
process.exitCode = results.every(({ wrong }) => wrong.length === 0) ? 0 : 1

function report(): void {
  const sum = (pick: (result: RoundResult) => number): number =>
    results.reduce((total, result) => total + pick(result), 0)
  const differing = results.filter(({ wrong }) => wrong.length > 0).map(({ plan }) => plan.round)
  const total = {
    rounds: results.length,
    runs: sum(({ runs }) => runs),
    sharded: results.filter(({ plan }) => plan.shards > 1).length,
    kills: sum(({ done }) => done.kill),
    pauses: sum(({ done }) => done.pause),
    outages: sum(({ done }) => done.quota + done.outage),
    fullDiskRounds: noDisk === null ? results.filter(({ done }) => done.disk > 0).length : null,
    faults: sum(({ faults }) => faults),
    answers: sum(({ answers }) => answers),
    paidTwice: sum(({ repeated }) => repeated),
    mayHaveBeenInFlight: sum(({ inFlight }) => inFlight),
    leftovers: sum(({ left }) => left.length),
    differing: differing.length,
    seconds: Math.round(sum(({ seconds }) => seconds)),
  }
  if (values.json) {
    console.log(JSON.stringify({ seed, reference, noDisk, total, differing, rounds: results }, null, 2))
    return
  }
  console.log('\n| | |\n| --- | --: |')
  for (const [name, figure] of Object.entries(total)) console.log(`| ${name} | ${figure ?? 'left out'} |`)
}
