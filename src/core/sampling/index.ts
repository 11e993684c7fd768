export {
  cellsOf,
  type Applies,
  narrowRole,
  endsChain,
  samplingSeed,
  gridSize,
  MOST_REPEATS,
  MOST_SHRINKING,
} from './cells.ts'
export { drawVariants, chooseDraw, CORRELATION } from './draw.ts'
export { displayShare, growthOf, lineagesOf, linesOf, orderByGeneration, type Growth } from './generations.ts'
export { candidateId, orderGroups, type OrderKey, sortByHash, templateSample } from './order.ts'
