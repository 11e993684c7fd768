/**
 * Generates the examples of the pack `yes-no`: notes of a support desk, and questions that one sentence of the note
 * answers.
 */
import { DAYS, draws, fill, PEOPLE, type Line } from './grammar.ts'

/**
 * A fact: how it is stated where it holds and where it does not, and the questions about it; `asksNot` is answered the
 * other way.
 */
interface Topic {
  readonly holds: readonly string[]
  readonly fails: readonly string[]
  readonly asks: readonly string[]
  readonly asksNot: readonly string[]
}

const THINGS = (
  'kettle,desk lamp,rain jacket,bicycle pump,coffee grinder,backpack,office chair,headset,tent,blender,keyboard,wall clock,' +
  'garden hose,suitcase,pressure cooker,yoga mat,tablet,picture frame,sewing machine,electric razor,bookshelf,air filter,' +
  'camera bag,toaster,sleeping bag,scooter,drill,radio,baby monitor,pair of hiking boots'
).split(',')

const OPENINGS = [
  '{name} wrote to us on {day} about a {thing}.',
  'Ticket {number}: {name} has a question about a {thing}.',
  'On {day} {name} called because of a {thing} ordered with us.',
  'Note from the chat with {name}, who bought a {thing} last month.',
  '{name} came to the shop on {day} with a {thing} in hand.',
  'Case {number}, opened on {day} by {name}; it is about a {thing}.',
  'We looked into the order of {name}: one {thing}, number {number}.',
  'A mail from {name} reached us on {day}. The order was a {thing}.',
]

const TOPICS: readonly Topic[] = [
  {
    holds: [
      'We paid the full price back to the card.',
      'The money went back to the customer the same day.',
      'A refund was made in full.',
    ],
    fails: [
      'No money has been paid back so far.',
      'The refund that was asked for was turned down.',
      'The customer never got a refund.',
    ],
    asks: ['Did the customer get the money back?', 'Was there a refund?'],
    asksNot: ['Is the customer still without a refund?'],
  },
  {
    holds: [
      'The parcel arrived two days late.',
      'Delivery took a week longer than we had said.',
      'It was delivered well after the promised date.',
    ],
    fails: [
      'The parcel arrived on the promised day.',
      'Delivery was right on time.',
      'It was delivered a day sooner than promised.',
    ],
    asks: ['Did the parcel come late?', 'Was the delivery later than promised?'],
    asksNot: ['Did the parcel arrive in time?'],
  },
  {
    holds: [
      'The warranty runs for another eight months.',
      'It is still under warranty.',
      'The warranty covers this until next spring.',
    ],
    fails: ['The warranty ended last year.', 'It is out of warranty by now.', 'The warranty ran out in March.'],
    asks: ['Is the warranty still valid?', 'Is it still covered by the warranty?'],
    asksNot: ['Has the warranty run out?'],
  },
  {
    holds: [
      'The box had a deep dent and one part was cracked.',
      'A corner was broken when it was unpacked.',
      'It came out of the box with a long scratch.',
    ],
    fails: [
      'It came out of the box without a scratch.',
      'Everything was whole when it was unpacked.',
      'The box and its contents were in perfect shape.',
    ],
    asks: ['Was the product damaged when it was unpacked?', 'Was anything broken or scratched on arrival?'],
    asksNot: ['Did the product arrive undamaged?'],
  },
  {
    holds: [
      'A colleague phoned the customer back this morning.',
      'We returned the call within the hour.',
      'The customer has been called back by our team lead.',
    ],
    fails: [
      'Nobody has called the customer back yet.',
      'The promised call to the customer was forgotten.',
      'We have not returned the call.',
    ],
    asks: ['Did somebody call the customer back?', 'Was the call returned?'],
    asksNot: ['Is the customer still waiting for a call from us?'],
  },
  {
    holds: [
      'The monthly plan was cancelled at once.',
      'We ended the subscription as asked.',
      'The subscription has been stopped.',
    ],
    fails: [
      'The monthly plan goes on as before.',
      'We kept the subscription running.',
      'The subscription is still active.',
    ],
    asks: ['Has the subscription been ended?', 'Was the plan cancelled?'],
    asksNot: ['Does the subscription continue?'],
  },
  {
    holds: [
      'A new one was sent free of charge.',
      'We shipped a replacement the next morning.',
      'The item was swapped for a new one.',
    ],
    fails: [
      'We did not send a replacement.',
      'An exchange was not possible, since none were in stock.',
      'The request for a replacement was refused.',
    ],
    asks: ['Did we send a replacement?', 'Was the item exchanged for a new one?'],
    asksNot: ['Was a replacement denied?'],
  },
  {
    holds: [
      'The invoice was mailed again as a PDF.',
      'We sent a copy of the invoice.',
      'A new invoice went out by mail.',
    ],
    fails: [
      'The invoice has not been sent yet.',
      'We could not send an invoice, for the address was missing.',
      'No invoice went out.',
    ],
    asks: ['Did the customer get sent an invoice?', 'Has the invoice gone out?'],
    asksNot: ['Is the invoice still to be sent?'],
  },
  {
    holds: [
      'The account is locked after five wrong passwords.',
      'Sign-in is blocked at the moment.',
      'For safety the account was locked.',
    ],
    fails: [
      'The account was never locked.',
      'Signing in works without any trouble.',
      'The account is open and can be used.',
    ],
    asks: ['Is the account locked?', 'Is the customer kept from signing in?'],
    asksNot: ['Can the customer sign in?'],
  },
  {
    holds: [
      'We gave ten percent off the next order.',
      'A voucher for the next purchase was granted.',
      'The customer was given a discount for the trouble.',
    ],
    fails: [
      'No discount was given.',
      'The wish for a voucher was declined.',
      'We could not offer a price reduction or a voucher.',
    ],
    asks: ['Did the customer receive a discount or a voucher?', 'Was a price reduction or voucher granted?'],
    asksNot: ['Did the customer leave without a discount or voucher?'],
  },
  {
    holds: [
      'The case was passed on to the second level.',
      'A specialist has taken over.',
      'We handed the matter to the technical team.',
    ],
    fails: [
      'The first agent settled it alone.',
      'It was not handed to anyone else.',
      'No specialist had to be involved.',
    ],
    asks: ['Was the case passed on to somebody else?', 'Did another team take over?'],
    asksNot: ['Did the first agent keep the case?'],
  },
  {
    holds: [
      'The new street address has been saved.',
      'We changed the delivery address in the system.',
      'The address was updated before shipping.',
    ],
    fails: [
      'The old delivery address is still in the system.',
      'The address could not be changed any more.',
      'We left the address as it was.',
    ],
    asks: ['Was the delivery address changed?', 'Does the system have a new address?'],
    asksNot: ['Has the address remained the same?'],
  },
]

const TICKETS = 180
const EXAMPLES = 220

/**
 * Generates questions for every topic, of which half are answered with yes; a fifth of the tickets are asked about twice.
 */
export function yesNo(): Line[] {
  const { number, deck, pick, shuffle } = draws(11)
  const [names, things, openings, days] = [PEOPLE, THINGS, OPENINGS, DAYS].map((list) => deck<string>(list))
  const first = deck(TOPICS.flatMap((topic) => [true, false].map((yes) => ({ topic, yes }))))
  const again = deck([true, false])
  return Array.from({ length: TICKETS }, (_, ticket) => {
    const asked = first()
    const others = shuffle(TOPICS.filter((topic) => topic !== asked.topic)).slice(0, 2)
    const questions = [asked, ...(ticket < EXAMPLES - TICKETS ? [{ topic: others[0]!, yes: again() }] : [])].map(
      ({ topic, yes }) => {
        const not = number(1, 4) === 1
        return { topic, yes, holds: yes !== not, question: pick(not ? topic.asksNot : topic.asks) }
      },
    )
    const stated = [asked.topic, ...others].map((topic) => {
      const known = questions.find((question) => question.topic === topic)
      return pick((known?.holds ?? number(0, 1) === 1) ? topic.holds : topic.fails)
    })
    const values = { name: names!(), thing: things!(), day: days!(), number: number(10_000, 99_999) }
    const opening = fill(openings!(), values).replaceAll(/\ba (?=[aeio])/g, 'an ')
    const passage = [opening, ...shuffle(stated)].join(' ')
    return questions.map(({ yes, question }) => ({
      group: `ticket-${ticket + 1}`,
      input: { passage, question },
      gold: yes ? 'yes' : 'no',
    }))
  }).flat()
}
