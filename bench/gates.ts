/**
 * Compares our gate with gates on mean scores that have as many calls each, over many plan seeds, with the full grid as the
 * truth: for simulated releases, and for the embedded v2 to v5 against v1 on the real suites.
 *
 *   node bench/gates.ts [--seeds 200] [--simulated | --embedded] [--json] [--run <folder or id>]
 *
 * The full grids (2.2 million answers) are asked at the first run by worker processes and kept in `.robustness/grid`; a run
 * that was stopped goes on where it was. The suites' claims come from one gate through vitest, or with `--run` from an
 * earlier run. It is seeded, so every figure repeats; bench/results/gates.md is the output. Exits 1 if early verdicts, of
 * all claims or of any one, disagree with the full grid more often than α (lower end of the exact 99% interval).
 */
import { parseArgs } from 'node:util'
import { embeddedMarkdown } from './embedded/embeddedMarkdown.ts'
import { embeddedReleases } from './embedded/embeddedReleases.ts'
import { progressLine } from './embedded/progressLine.ts'
import { readRunFile, suiteRun } from './embedded/suiteRun.ts'
import { simulatedMarkdown, simulatedPart } from './gates/simulatedPart.ts'

const ALPHA = 0.05

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    simulated: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    run: { type: 'string' },
  },
})
const seeds = Number(values.seeds)
const both = values.simulated === values.embedded
const simulated = both || values.simulated ? simulatedPart(seeds) : null
const embedded = both || values.embedded ? await embeddedPart() : null
if (values.json) console.log(JSON.stringify({ simulated, embedded }, null, 2))
else {
  console.log(`# Our gate beside gates on mean scores, over ${seeds} plan seeds\n\nPrinted by \`npm run bench:gates\`.`)
  if (simulated) console.log(`\n## Simulated releases\n\n${simulatedMarkdown(simulated)}`)
  if (embedded) console.log(`\n## The embedded releases\n\n${embeddedMarkdown(embedded)}`)
}
const shares = [simulated?.interval, embedded?.interval, embedded?.worst.interval]
if (shares.some((interval) => interval !== undefined && interval[0] > ALPHA)) process.exitCode = 1

async function embeddedPart() {
  const run = values.run === undefined ? await suiteRun('v2') : await readRunFile(values.run)
  return embeddedReleases(run, seeds, progressLine(process.stderr))
}
