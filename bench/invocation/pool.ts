/** The least that the calls can cost: a bare undici pool in a process that does nothing else. */
import { callAll } from './callAll.ts'

await callAll((answer, expected) => {
  if (answer !== expected) throw new Error(`the server answered ${answer} in place of ${expected}`)
})
