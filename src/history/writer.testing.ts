/** One CI job of the tests: records its own runs and those of everybody, and prints how many were new. */
import { readHistoryPlace } from './historyPlace.ts'
import { OWN, runOf, SHARED } from './historyRuns.testing.ts'
import { openHistory } from './openHistory.ts'

const [writer = ''] = process.argv.slice(2)
const place = readHistoryPlace(undefined, { folder: '/', root: '/', env: process.env })
if (place === null) throw new Error('no history')
const history = await openHistory(place)
let recorded = 0
for (let index = 0; index < OWN + SHARED; index++) {
  const shared = index % 5 === 4
  const seed = shared ? `shared ${index}` : `${writer} ${index}`
  recorded += Number(await history.record(runOf('v1', '2026-11-01', {}, { seed }), { runId: `run ${seed}` }))
}
await history.close()
console.log(recorded)
