export { growingFloats, growingInts } from './growing.ts'
export { HEX_DIGITS, NO_DIGIT } from './hexDigits.ts'
export { keyNumbers } from './keyNumbers.ts'
export { numberedField, type NumberedField } from './numberedField.ts'
export { joinedObservations, pickedObservations, plainObservation, plainObservations } from './observationLists.ts'
export type { ObservationPiece } from './_internal/pieces.ts'
export {
  keptInTable,
  lineInTable,
  observationTable,
  placeInTable,
  pieceOf,
  type ObservationTable,
} from './observationTable.ts'
export { textPool, type TextPool } from './textPool.ts'
