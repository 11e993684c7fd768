export type { Backoff } from './fullJitter.ts'
export type { CallContext, CallCounts, HostPort, LiveClaim, StoreMode } from './hostPort.ts'
export { observeCell, type CellRequest } from './observeCell.ts'
export { requestKey } from './requestKey.ts'
