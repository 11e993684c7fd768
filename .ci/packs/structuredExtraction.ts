/**
 * Generates the examples of the pack `structured-extraction`: orders by mail, phone note or chat, and their contents as
 * JSON.
 */
import { CITIES, draws, fill, PEOPLE, type Line } from './grammar.ts'

const PRODUCTS = ['lamp', 'desk', 'chair', 'mirror', 'rug', 'clock', 'vase', 'stool', 'basket', 'curtain'] as const
const COLOURS = ['red', 'blue', 'green', 'black', 'white', 'yellow'] as const
const NUMBERS = ['', '', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']

/** The patterns of orders; `{things}` is "three red lamps". */
const ORDERS = [
  'This is {name}. I would like to order {things}, to be sent to {city}.',
  'Please ship {things} to my place in {city}. {name}.',
  'Hi, {name} here, we need {things} at our office in {city}.',
  '{name} called: {things}, delivery to {city}.',
  'Could you send {things} to {city}? My name is {name}.',
  'My flat in {city} still lacks {things}, so please put them on my account. Signed, {name}.',
  'Order from the fair: {name} takes {things}; the goods go to {city}.',
  'Dear shop, my sister in {city} gets married, and I want to give her {things}. Yours, {name}.',
  'For our new cafe in {city} we want {things}. Contact: {name}.',
  'Chat of this morning: {name} wants {things}, and lives in {city}.',
  'I saw {things} in your window. Can I have them brought to {city}? Greetings, {name}.',
  'Note for the store: customer {name} from {city} pays for {things}.',
  'We were so happy with the last parcel that we now want {things} as well. Same address in {city}, {name}.',
  'Put me down for {things}, please. {name}, {city}.',
  'On behalf of the school in {city}, {name} orders {things}.',
  'A fax came in. It asks for {things} and is signed by {name} of {city}.',
]
const FAST = [
  'Express shipping, please.',
  'It is urgent, so send it by express.',
  'Make it express, I pay the extra fee.',
  'With express delivery.',
  'Please use the express service.',
  'The express option is what I want.',
]
const SLOW = [
  'No express needed.',
  'Standard shipping will do.',
  'There is no hurry, the normal post is fine.',
  'Ordinary delivery, please.',
  'Take the slow and cheap way of shipping.',
  'I can wait, so do not use express.',
]
const EACH = 18

/** Generates every product as often as the others, half of the orders by express. */
export function structuredExtraction(): Line[] {
  const { number, deck, shuffle } = draws(71)
  const [orders, fast, slow, names, cities, colours] = [ORDERS, FAST, SLOW, PEOPLE, CITIES, COLOURS].map((list) =>
    deck<string>(list),
  )
  const hurried = deck([true, false])
  const spelled = deck([true, false])
  const first = deck([true, false, false])
  return shuffle(PRODUCTS.flatMap((product) => Array.from({ length: EACH }, () => product))).map((product) => {
    const [quantity, colour, city, express] = [number(2, 12), colours!(), cities!(), hurried()]
    const count = spelled() ? NUMBERS[quantity]! : String(quantity)
    const order = fill(orders!(), { things: `${count} ${colour} ${product}s`, name: names!(), city })
    const speed = express ? fast!() : slow!()
    const request = (first() ? [speed, order] : [order, speed]).join(' ')
    return { input: { request }, gold: JSON.stringify({ product, colour, quantity, city, express }) }
  })
}
