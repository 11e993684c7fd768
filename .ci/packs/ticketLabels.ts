/** Generates the examples of the pack `ticket-labels`: mails to a shop, each about one matter. */
import { CITIES, DAYS, draws, fill, PEOPLE, type Line } from './grammar.ts'

/** The sentences of a mail about one matter: what happened, more of it, and what is wished for. */
interface Matter {
  readonly happened: readonly string[]
  readonly more: readonly string[]
  readonly wish: readonly string[]
}

const THINGS = (
  'lamp,coffee machine,grinder,headset,blender,keyboard,alarm clock,pressure cooker,tablet,razor,camera,toaster,scooter,' +
  'drill,radio,monitor,stove,fan,heater,printer,projector,loudspeaker,kettle,iron,mixer,microwave,freezer,sewing machine'
).split(',')

const MATTERS: Readonly<Record<string, Matter>> = {
  billing: {
    happened: [
      'I was charged {amount} euros twice for the same {thing}.',
      'The invoice for my {thing} lists {amount} euros, but the shop showed a lower price.',
      'My card statement has a payment of {amount} euros to you that I cannot explain.',
      'You promised a refund of {amount} euros for the {thing} and it never reached my bank.',
      'The voucher was not taken off the total of {amount} euros when I paid for the {thing}.',
      'The tax on the invoice of {day} is wrong: {amount} euros cannot be right.',
    ],
    more: [
      'My bank says that the debit came from you.',
      'I have attached the statement of the card.',
      'It was paid on {day} by credit card.',
      'The amount should be at least ten euros less.',
      'My accountant needs this settled before the quarter ends.',
      'I paid by bank transfer the very same hour.',
    ],
    wish: [
      'Please transfer the difference to my account at the bank.',
      'Kindly send a corrected invoice.',
      'Could you check the payment and credit what is too much?',
      'I would like to know when the money will be paid back.',
      'Please explain the charge.',
    ],
  },
  delivery: {
    happened: [
      'My {thing} was to arrive on {day}, and there is still no sign of the parcel.',
      'The tracking page for my {thing} has not moved since {day}.',
      'The courier left the parcel with the {thing} at a house in {city} where I have never lived.',
      'The driver says that nobody was at home on {day}, but I waited all day for the {thing}.',
      'The parcel with my {thing} seems to be stuck in a depot near {city}.',
      'Half of the shipment is missing: the {thing} came, the second box did not.',
    ],
    more: [
      'The courier does not answer the phone.',
      'The tracking number begins with {number}.',
      'I live in {city}, where parcels usually take two days.',
      'My neighbours have not seen the parcel either.',
      'The depot is open only while I am at work.',
      'The last entry says "out for delivery".',
    ],
    wish: [
      'Where is it now?',
      'Can you ask the courier to come again on {day}?',
      'Please tell me when the parcel will be here.',
      'Could it be sent to a pick-up point instead?',
      'Please find out what the carrier did with it.',
    ],
  },
  defect: {
    happened: [
      'The {thing} stopped working after {few} days.',
      'When I switched the {thing} on, it made a loud noise and went dark.',
      'One part of the {thing} is cracked, though I have handled it with care.',
      'The {thing} that I got from you on {day} overheats within minutes.',
      'A screw of the {thing} is missing, and the whole thing wobbles.',
      'The {thing} rattles for a while and then goes off by itself.',
    ],
    more: [
      'I tried everything that the manual says.',
      'Another socket made no difference.',
      'A friend who repairs such things says that it is faulty.',
      'It smells burnt.',
      'I can send a video of the fault.',
      'It was fine on {day} and broken the next morning.',
    ],
    wish: [
      'Can it be repaired under the warranty?',
      'I would like one that works.',
      'How do I get a spare part?',
      'Please tell me how to fix it.',
      'Could a technician have a look at it?',
    ],
  },
  account: {
    happened: [
      'I cannot log in any more since {day}.',
      'The page says that my password is wrong, and it is not.',
      'I have a new phone, and the login code still goes to the old number.',
      'My profile shows the name of somebody else from {city}.',
      'The mail to reset my password never comes.',
      'After {few} attempts my login was locked.',
    ],
    more: [
      'My user name is the address that I write from.',
      'I have cleared the browser and tried another computer.',
      'The spam folder is empty, too.',
      'The app on my phone shows the same message.',
      'I have used this login for {few} years.',
      'The security question is one that I never chose.',
    ],
    wish: [
      'Please unlock it.',
      'How can I change the phone number for the code?',
      'Could you reset the password for me?',
      'I need to get into my profile today.',
      'Please correct the profile.',
    ],
  },
  cancellation: {
    happened: [
      'I want to end my subscription by {day}.',
      'Please cancel the order for the {thing} that I placed an hour ago.',
      'I have decided not to keep my membership after this month.',
      'I changed my mind about the {thing} and would like to withdraw from the purchase before it ships.',
      'We are moving to {city} and no longer need the monthly plan.',
      'I would like to stop the trial before it turns into a subscription on {day}.',
    ],
    more: [
      'The page in my settings has no button for that.',
      'There is nothing wrong, I just do not use it enough.',
      'As I read your terms, I may do so until {day}.',
      'I no longer have any use for it.',
      'I told your colleague on the phone about my decision on {day}.',
      'We have found something that suits us better.',
    ],
    wish: [
      'Please confirm the cancellation in writing.',
      'Until when does it run?',
      'Please do not renew it.',
      'Is there anything that I have to sign to end it?',
      'Kindly confirm that it is cancelled.',
    ],
  },
  suggestion: {
    happened: [
      'It would be great if your shop had a dark mode.',
      'Have you thought of selling the {thing} in green as well?',
      'A filter by weight would make it easier to choose a {thing}.',
      'I wish that one could compare two models of a {thing} side by side on your page.',
      'Your app would be even better with a widget that shows offers of the day.',
      'An evening opening of your store in {city}, say on {day}, would be lovely.',
    ],
    more: [
      'Other shops have had that for years.',
      'I asked {few} friends, and all of them would use it.',
      'It would save people like me a lot of time.',
      'I would even pay a little more for it.',
      'With my weak eyes it would help me a great deal.',
      'Otherwise I am happy with everything.',
    ],
    wish: [
      'Please pass the idea on to your designers.',
      'Is something like that planned?',
      'What do you think of the idea?',
      'I hope that you will consider it.',
      'Maybe you can put it on your list.',
    ],
  },
}

const GREETINGS = ['Hello,', 'Dear team,', 'Hi there,', 'Good morning,', '', 'To whom it may concern,', 'Hi,', '']
const ENDINGS = ['Regards, {name}', 'Thanks, {name}', 'Best wishes from {city}, {name}', '', '{name}', 'Thank you!', '']
const EACH = 32

/** Generates as many mails of each label; no two have the same first and second sentence. */
export function ticketLabels(): Line[] {
  const { number, deck, shuffle } = draws(37)
  const [names, cities, days, things, greetings, endings] = [PEOPLE, CITIES, DAYS, THINGS, GREETINGS, ENDINGS].map(
    (list) => deck<string>(list),
  )
  const lines = Object.entries(MATTERS).flatMap(([gold, { happened, more, wish }]) => {
    const pairs = shuffle(happened.flatMap((first) => more.map((second) => [first, second])))
    const wishes = deck(wish)
    return pairs.slice(0, EACH).map((pair) => {
      const values = { amount: number(12, 480), few: number(3, 9), number: number(1000, 9999) }
      const words = { name: names!(), city: cities!(), day: days!(), thing: things!() }
      const pattern = [greetings!(), ...pair, wishes(), endings!()].filter((part) => part !== '').join(' ')
      return { input: { text: fill(pattern, { ...values, ...words }) }, gold }
    })
  })
  return shuffle(lines)
}
