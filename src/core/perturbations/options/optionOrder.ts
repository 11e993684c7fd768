import { definePerturbation } from '../definePerturbation.ts'
import { shufflingSwaps } from '../_internal/kit.ts'

/** A random order, in swaps; the gold letter goes with its option. Options that speak of others by place stay put. */
export const optionOrder = definePerturbation({
  name: 'option-order',
  family: 'options',
  summary: 'The options stand in another order.',
  source: 'Option order sensitivity (Pezeshkpour and Hruschka, 2024; Zheng et al., 2024)',
  touches: ['options'],
  preserves: 'gold',
  strength: 25,
  propose: ({ options }, kit) => {
    if (options.length < 2) return { notApplicable: 'there are no two options' }
    const positional = options.find((text) => POSITIONAL.test(text))
    if (positional !== undefined) {
      return { notApplicable: `an option speaks of others by place: ${JSON.stringify(positional.slice(0, 80))}` }
    }
    return shufflingSwaps('options', options.length, kit)
  },
})

/** "All of the above", "both A and B", "A and C only": true in one order only. */
export const POSITIONAL =
  /\b(?:above|below|(?:[Bb]oth|[Nn]either|[Ee]ither) \(?[A-Za-z]\)? (?:and|n?or) \(?[A-Za-z])\b|^\(?[A-H]\)?(?:,| and| or) \(?[A-H]\)?(?: only)?\.?$/
