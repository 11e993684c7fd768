export { keyNumbers, type KeyNumbers } from './keyNumbers.ts'
export { joinedObservations, pickedObservations, plainObservations } from './observationLists.ts'
export { observationTable, type ObservationTable } from './observationTable.ts'
export { growingInts, textPool, type TextPool } from './textPool.ts'
