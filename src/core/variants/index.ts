export { markChanges } from './markChanges.ts'
export {
  findInstruction,
  parseVariant,
  variantId,
  type PerturbedVariant,
  resolvePerturbation,
  variantPrompts,
  type VariantPrompt,
  type VariantPrompts,
  wantedOf,
} from './variants.ts'
