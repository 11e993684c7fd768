export { decide } from './decide.ts'
export type { Decide, DecideDeps, Decision, Progress } from './ports.ts'
export { verifyClaim, type VerifyDeps } from './verifyClaim.ts'
