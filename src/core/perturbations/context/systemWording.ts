import { definePerturbation } from '../definePerturbation.ts'

const BEFORE = [
  'Read these rules carefully.',
  'These are your guidelines.',
  'The following applies to the whole conversation.',
]
const AFTER = ['Keep to this at all times.', 'Be helpful and accurate.', 'Take your time.']

/** "You are …" becomes "Your role is to be …" or "Act as …"; neutral sentences go round it. Applies where there is one. */
export const systemWording = definePerturbation({
  name: 'system-wording',
  family: 'context',
  summary: 'The system message is worded differently.',
  source: 'Personas in system prompts (Zheng et al., 2024)',
  touches: ['system'],
  preserves: 'usually',
  strength: 3,
  propose: ({ system }, kit) => {
    if (system.trim() === '') return { notApplicable: 'there is no system message' }
    const opening = kit.matches(/^You are (?=an? )/g).map((place) => {
      return kit.replace(place, kit.pick(['Your role is to be ', 'Act as ']))
    })
    const [before, after] = [
      kit.insert('system', 0, `${kit.pick(BEFORE)} `),
      kit.insert('system', system.length, ` ${kit.pick(AFTER)}`),
    ]
    return kit.some([opening[0] ?? before, after])
  },
})
