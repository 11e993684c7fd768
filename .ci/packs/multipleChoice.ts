/**
 * Generates the examples of the pack `multiple-choice`: short texts, a question that the text answers, and four options.
 */
import { CITIES, DAYS, draws, fill, PEOPLE, type Draws, type Line } from './grammar.ts'

/** A text, a question about it, its right answer and three wrong ones. */
interface Asked {
  readonly passage: string
  readonly question: string
  readonly right: string
  readonly wrong: readonly string[]
}

const CRAFTS =
  'glazing,weaving,welding,sketching,baking,juggling,knitting,carving,gardening,photography,pottery,singing'.split(',')
const ROOMS = [
  'the east hall',
  'the attic',
  'room 4',
  'the green room',
  'the old kitchen',
  'room 12',
  'the yard',
  'the library',
]
const ITEMS =
  'anvil,barrel,cello,crate,desk,drum,easel,fridge,harp,ladder,lathe,piano,plough,rowboat,safe,sofa,stove,trunk'.split(
    ',',
  )
const CHORES = [
  'painted the door',
  'watered the plants',
  'swept the stairs',
  'fed the cat',
  'fixed the tap',
  'peeled the potatoes',
  'locked the shed',
  'folded the laundry',
  'carried up the wood',
  'cleaned the windows',
  'wound the clock',
  'called the plumber',
]
const PLACES =
  'bakery,museum,pool,library,workshop,bank,cinema,market hall,town archive,zoo,post office,pharmacy'.split(',')
const GOODS = 'eggs,candles,batteries,apples,pencils,tiles,cookies,bulbs,screws,cups,oranges,plates'.split(',')

const time = ({ number }: Draws): string => `${number(7, 20)}:${number(1, 5)}${number(0, 9)}`

/** Draws different values. */
function several<T>(count: number, make: () => T): T[] {
  const found = new Set<T>()
  while (found.size < count) found.add(make())
  return [...found]
}

function notice(kit: Draws): Asked {
  const [craft, other] = several(2, () => kit.pick(CRAFTS)) as [string, string]
  const people = several(4, () => kit.pick(PEOPLE))
  const rooms = several(4, () => kit.pick(ROOMS))
  const times = several(4, () => time(kit))
  const days = several(4, () => kit.pick(DAYS))
  const about = (at: number, what: string): string =>
    fill(
      kit.pick([
        '{Craft} is taught by {person}, on {day} at {time} in {room}.',
        'On {day} at {time}, {person} gives the {craft} class in {room}.',
        'For {craft} go to {room} on {day}; {person} begins at {time}.',
        '{person} leads the {craft} group, which meets in {room} on {day} at {time}.',
      ]),
      {
        craft: what,
        Craft: what.charAt(0).toUpperCase() + what.slice(1),
        person: people[at]!,
        room: rooms[at]!,
        time: times[at]!,
        day: days[at]!,
      },
    )
  const [question, values] = kit.pick([
    [`Who teaches ${craft}?`, people],
    [`Where does the ${craft} class take place?`, rooms],
    [`At what time does ${craft} begin?`, times],
    [`On which day is the ${craft} class?`, days],
  ] as const)
  const [right, ...wrong] = values as [string, ...string[]]
  return { passage: kit.shuffle([about(0, craft), about(1, other)]).join(' '), question, right, wrong }
}

function trains(kit: Draws): Asked {
  const cities = several(4, () => kit.pick(CITIES))
  const times = several(3, () => time(kit))
  const platforms = several(3, () => kit.number(1, 14))
  const lines = [0, 1, 2].map((at) =>
    fill(
      kit.pick([
        'The {time} train to {city} leaves from platform {platform}.',
        'Platform {platform}: {city}, {time}.',
        'At {time} a train departs for {city}, on platform {platform}.',
      ]),
      { time: times[at]!, city: cities[at]!, platform: platforms[at]! },
    ),
  )
  const toCity = kit.pick([true, false])
  const platformsAll = [...platforms, ...several(4, () => kit.number(15, 30))].map(String)
  return {
    passage: kit.shuffle(lines).join(' '),
    question: toCity
      ? `Where does the train at ${times[0]} go?`
      : `From which platform does the train to ${cities[0]} leave?`,
    right: toCity ? cities[0]! : platformsAll[0]!,
    wrong: toCity ? cities.slice(1) : platformsAll.slice(1, 4),
  }
}

function weights(kit: Draws): Asked {
  const items = several(4, () => kit.pick(ITEMS))
  const kilos = several(4, () => kit.number(11, 99))
  const parts = items.map((item, at) => `the ${item} ${kilos[at]}`)
  const heaviest = kit.pick([true, false])
  const best = kilos.indexOf(heaviest ? Math.max(...kilos) : Math.min(...kilos))
  const passage = fill(
    kit.pick([
      'The movers weighed four things, in kilograms: {a}, {b}, {c} and {d}.',
      'On the scale, {a}, {b}, {c}, and last {d}; all figures are kilograms.',
      'From the list of the freight, in kilograms: {a}; {b}; {c}; {d}.',
    ]),
    { a: parts[0]!, b: parts[1]!, c: parts[2]!, d: parts[3]! },
  )
  const question = heaviest
    ? kit.pick(['Which of them is the heaviest?', 'What weighs the most?'])
    : kit.pick(['Which of them is the lightest?', 'What weighs the least?'])
  const named = items.map((item) => `the ${item}`)
  return { passage, question, right: named[best]!, wrong: named.filter((_, at) => at !== best) }
}

function chores(kit: Draws): Asked {
  const people = several(4, () => kit.pick(PEOPLE))
  const done = several(4, () => kit.pick(CHORES))
  const [one, two, three, four] = people.map((person, at) => `${person} ${done[at]}`)
  const passage = kit.pick([
    `First ${one}. Then ${two}. After that ${three}, and in the end ${four}.`,
    `${one}; next, ${two}. Once that was done, ${three}. Last of all, ${four}.`,
    `It began when ${one}. A little later ${two}, and then ${three}. Finally ${four}.`,
  ])
  const at = kit.number(0, 3)
  const question = [
    'Who was the first to do something?',
    `Who came right after ${people[0]}?`,
    `Who did something right after ${people[1]}?`,
    'Who was the last to do something?',
  ][at]!
  return { passage, question, right: people[at]!, wrong: people.filter((_, place) => place !== at) }
}

function hours(kit: Draws): Asked {
  const place = kit.pick(PLACES)
  const days = several(4, () => kit.pick(DAYS))
  const lengths = several(4, () => kit.number(3, 10))
  const parts = days.map((day, at) => {
    const from = kit.number(7, 11)
    return `${day} from ${from} to ${from + lengths[at]!}`
  })
  const longest = kit.pick([true, false])
  const best = lengths.indexOf(longest ? Math.max(...lengths) : Math.min(...lengths))
  const [a, b, c, d] = parts as [string, string, string, string]
  const passage = fill(
    kit.pick([
      'The {place} is open on {a}, {b}, {c}, and {d}.',
      'Opening hours of the {place}: {a}; {b}; {c}; {d}.',
      'You will find the {place} open {a}, also {b} and {c}, and moreover {d}.',
    ]),
    { place, a, b, c, d },
  )
  return {
    passage,
    question: longest
      ? `On which of these days is the ${place} open longest?`
      : `On which of these days does the ${place} have the fewest hours?`,
    right: days[best]!,
    wrong: days.filter((_, at) => at !== best),
  }
}

function counts(kit: Draws): Asked {
  const [name, good] = [kit.pick(PEOPLE), kit.pick(GOODS)]
  const [each, boxes, lost] = [kit.number(6, 15), kit.number(2, 6), kit.number(2, 5)]
  const right = each * boxes - lost
  const passage = fill(
    kit.pick([
      '{name} buys {boxes} boxes with {each} {good} each. On the way home {lost} of them get lost.',
      'There are {each} {good} in a box. {name} orders {boxes} boxes, and gives {lost} {good} away.',
      '{name} has {boxes} boxes, each of them with {each} {good}, and throws {lost} spoilt ones out.',
    ]),
    { name, boxes, each, good, lost },
  )
  const wrong = [each * boxes, each * boxes + lost, each + boxes - lost, right + 10, right - 2]
  return {
    passage,
    question: `How many ${good} does ${name} have left?`,
    right: String(right),
    wrong: [...new Set(wrong)]
      .filter((other) => other !== right && other > 0)
      .slice(0, 3)
      .map(String),
  }
}

const KINDS = { notice, trains, weights, chores, hours, counts }
const EACH = 32

/** Generates as many of each kind; every letter is right as often as the others. */
export function multipleChoice(): Line[] {
  const kit = draws(53)
  const place = kit.deck([0, 1, 2, 3])
  const kinds = kit.shuffle(Object.entries(KINDS).flatMap((kind) => Array.from({ length: EACH }, () => kind)))
  return kinds.map(([kind, make]) => {
    const { passage, question, right, wrong } = make(kit)
    const at = place()
    const options = kit.shuffle(wrong)
    options.splice(at, 0, right)
    return { input: { passage, question }, options, gold: 'ABCD'.charAt(at), slices: { kind } }
  })
}
