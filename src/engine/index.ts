export { decide } from './decide.ts'
export type { Decide, DecideDeps, Decision, Progress } from './ports.ts'
export { retraceClaim, type CellIndex } from './retraceClaim.ts'
export { verifyClaim, type VerifyDeps } from './verifyClaim.ts'
