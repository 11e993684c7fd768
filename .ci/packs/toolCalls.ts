/** Generates the examples of the pack `tool-calls`: requests to an assistant, and the call that answers each, or none. */
import { CITIES, DAYS, draws, fill, type Draws, type Line } from './grammar.ts'

/** Ways to ask for one tool, and the values of a call; the patterns name all of them. */
interface Tool {
  readonly asks: readonly string[]
  readonly values: (kit: Draws) => Readonly<Record<string, string | number>>
}

const CURRENCIES = ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'SEK'] as const
const ROOMS = ['Alder', 'Birch', 'Cedar', 'Elm', 'Maple', 'Oak'] as const

const TOOLS: Readonly<Record<string, Tool>> = {
  get_weather: {
    asks: [
      'What will the weather be like in {city} on {day}?',
      'I am off to {city} on {day}. Do I need an umbrella there?',
      'Will it rain in {city} this {day}?',
      'How warm does it get in {city} on {day}?',
      'Give me the forecast for {day} in {city}.',
      'We want to barbecue in {city} on {day}; is the sky going to play along?',
      'Is there snow to be expected in {city} by {day}?',
      'On {day} I cycle through {city}. Tell me about the wind there.',
    ],
    values: (kit) => ({ city: kit.pick(CITIES), day: kit.pick(DAYS) }),
  },
  set_timer: {
    asks: [
      'Set a timer for {minutes} minutes.',
      'Wake me from my nap {minutes} minutes from now.',
      'The eggs need {minutes} minutes. Count them down for me.',
      'Let it ring in {minutes} minutes, the dough has to rest.',
      'My break lasts {minutes} minutes, please tell me when it is over.',
      'Start a countdown of {minutes} minutes for the game.',
      'Ping me once {minutes} minutes have gone by.',
      'The tea should draw for {minutes} minutes, so give me a signal after that.',
    ],
    values: (kit) => ({ minutes: kit.number(2, 59) }),
  },
  convert_currency: {
    asks: [
      'How much is {amount} {from} in {to}?',
      'Convert {amount} {from} to {to}.',
      'A hotel asks for {amount} {from} a night. What is that in {to}?',
      'My invoice says {amount} {from}, but I have only {to}. How many will it take?',
      'If I change {amount} {from} at the counter, how many {to} do I get?',
      'Give me the value of {amount} {from}, expressed in {to}.',
      'The ticket costs {amount} {from}. Please work out the price in {to}.',
      'I found a coat for {amount} {from}. Tell me what I would pay in {to}.',
    ],
    values: (kit) => {
      const [from, to] = kit.shuffle(CURRENCIES)
      return { amount: kit.number(3, 980), from: from!, to: to! }
    },
  },
  track_order: {
    asks: [
      'Where is my order {order_id}?',
      'Has {order_id} been shipped yet?',
      'I am waiting for a parcel, the order number is {order_id}. When does it come?',
      'Look up the state of order {order_id} for me.',
      'Order {order_id} was to be here yesterday. What happened to it?',
      'My neighbour may have signed for {order_id}. Was it handed over?',
      'Please check how far the shipment {order_id} has got.',
      'Any news of {order_id}? I placed that order last week.',
    ],
    values: (kit) => ({
      order_id: `${kit.pick(['AB', 'CX', 'DK', 'FN', 'HR', 'KT', 'MZ', 'PW'])}-${kit.number(10_000, 99_999)}`,
    }),
  },
  book_room: {
    asks: [
      'Book the room {room} for {people} people on {day}.',
      'On {day} there are {people} of us, and we would like to meet in {room}.',
      'Is {room} free on {day}? If so, take it for {people} people.',
      'Reserve {room} this {day}, please; {people} colleagues will come.',
      'We need a place to meet on {day}: {people} people, best in {room}.',
      'For the workshop on {day} I want {room}, with seats for {people}.',
      'Please block the meeting room {room} for {day}. We will be {people}.',
      'My team of {people} sits together on {day}; get us the room called {room}.',
    ],
    values: (kit) => ({ room: kit.pick(ROOMS), day: kit.pick(DAYS), people: kit.number(3, 18) }),
  },
}

/** Requests that none of the tools is for. */
const TALK = [
  'Thank you, that was all for today.',
  'Who wrote the novel Moby-Dick?',
  'Please translate "good evening" into Spanish.',
  'What is the difference between a crocodile and an alligator?',
  'I feel a bit tired this afternoon.',
  'Give me a synonym for the word "quick".',
  'How do you spell "necessary"?',
  'Tell me a short joke about penguins.',
  'Which planet is closest to the sun?',
  'What is seven times eight?',
  'Could you explain to me how a bicycle pump works?',
  'My daughter asks why leaves turn brown. What do I say?',
  'Suggest a name for a grey kitten.',
  'Write one line for a birthday card to my aunt.',
  'Good morning! I hope that you are well.',
  'Sorry, that last message was meant for somebody else.',
  'Is a tomato a fruit or a vegetable?',
  'What does the proverb "still waters run deep" mean?',
  'Name three rivers in South America.',
  'How many strings does a violin have?',
  'I do not like the colour of your icon.',
  'Can you recommend a way to learn the flute?',
  'Which came first, the fax machine or the telephone?',
  'Make this sentence shorter: "At this point in time we are unable to come."',
  'What languages can you speak?',
  'Why is the sea salty?',
  'Give me a riddle that a child can solve.',
  'How do I remove a coffee stain from a shirt?',
  'Let us talk about chess openings for a while.',
  'Who painted the ceiling of the Sistine Chapel?',
  'What rhymes with "lantern"?',
  'Is it rude to start an essay with a question?',
]
/** Sentences that people add to a request; none of them holds a value of a call. */
const BESIDES = [
  'My sister wants to know.',
  'I would rather not do that myself.',
  'It is for a colleague who is ill.',
  'No long answer, please.',
  'I am in the car and cannot type.',
  'You did this for me before, and it was a great help.',
  'Sorry to bother you again.',
  'The children keep asking me about it.',
  'I promised my boss to take care of this.',
  'My phone is nearly out of power.',
  'There is a small bet about it in our office.',
  'I always forget how to do that.',
  'Nobody else picks up the phone.',
  'This has kept me busy since breakfast.',
  'Afterwards we can go on with the shopping list.',
  'Do not worry about the details.',
  'My glasses are broken, so I depend on you.',
  'That would make my morning.',
  'I have never used this function of yours.',
  'Let us hope for good news.',
]

/** Generates as many requests for each tool, and as many for none. No two have the same wording and the same addition. */
export function toolCalls(): Line[] {
  const kit = draws(97)
  const calls = Object.entries(TOOLS).flatMap(([tool, { asks, values }]) => {
    const pairs = kit.shuffle(asks.flatMap((ask) => BESIDES.map((more) => [ask, more] as const)))
    const first = kit.deck([true, false])
    return TALK.map((_, at) => {
      const [ask, more] = pairs[at]!
      const given = values(kit)
      const asked = fill(ask, given)
      const request = first() ? `${asked} ${more}` : `${more} ${asked}`
      return { request, gold: JSON.stringify({ name: tool, arguments: given }) }
    })
  })
  const talk = TALK.map((request) => ({ request, gold: '[]' }))
  return kit.shuffle([...calls, ...talk]).map(({ request, gold }) => ({ input: { request }, gold }))
}
