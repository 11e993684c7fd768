export { markChanges } from './markChanges.ts'
export {
  parseVariant,
  variantId,
  type PerturbedVariant,
  resolvePerturbation,
  variantPrompts,
  type VariantPrompt,
  type VariantPrompts,
  wantedOf,
} from './variants.ts'
