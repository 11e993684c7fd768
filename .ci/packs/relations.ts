/**
 * Generates the examples of the pack `relation-extraction`, in the invented world of `fixtures/training/world.py`, which is
 * all that the embedded models know. The parts of names are those that the models never met in training.
 */
import { crc32 } from 'node:zlib'
import { draws, fill, type Draws, type Line } from './grammar.ts'

const list = (text: string): string[] => text.split(' ')
const GIVEN = [
  list('mi jo ta el ro ka bri an so lu da fe ni ga har ol per vi sel tor ma ri ce wen ar'),
  list('ra ren vo sa lin dan ta ko rin la mar nel si ro vin da lo ket na tan mi ris le don wa'),
]
const FAMILY = [
  list('kol ven tal bro hes mar dun fal gri win pol sta lar ber nor zan cor hol tre wes lind oke rad pel sor'),
  list('bert mann ner by ley ski dahl ton wick gren mer row sen cott vik lund dell fort ham'),
]
const ORG = [
  list('dan tar bre ox vel qui sol nim cer fro pax lum zen tri gal mor hex vor ash kel'),
  list('fer vo lix tek dra nova rix mar tis con lo plex dyne bia vex tra sys gon nex zo'),
]
const CITY = [
  list('vel ost mar bran hol rin kas dor lun fen ard tol wes gre nor cal sil bel har tam'),
  list('burg ville holm stad ford mouth haven field port wood by minster dale gate bridge'),
]
const TAILS = ['', '', '', ' Group', ' Labs', ' Works', ' Foods', ' Bank']

type Kind = 'person' | 'org' | 'city'

/** The relations between a subject `{a}` and an object `{b}`, and the ways to state them. */
const RELATIONS: Readonly<Record<string, { readonly of: readonly [Kind, Kind]; readonly frames: readonly string[] }>> =
  {
    found: {
      of: ['person', 'org'],
      frames: [
        '{a} founded {b}',
        '{b} was founded by {a}',
        '{a} set up {b}',
        '{b} was started by {a}',
        '{a} is the founder of {b}',
        'the founder of {b} is {a}',
        '{a} established {b}',
        '{b} was established by {a}',
      ],
    },
    work: {
      of: ['person', 'org'],
      frames: [
        '{a} works for {b}',
        '{a} is employed by {b}',
        '{b} employs {a}',
        '{a} has a job at {b}',
        '{b} hired {a}',
        '{a} was hired by {b}',
        '{a} is on the staff of {b}',
        '{a} earns a salary at {b}',
      ],
    },
    born: {
      of: ['person', 'city'],
      frames: [
        '{a} was born in {b}',
        '{b} is the birthplace of {a}',
        '{a} is a native of {b}',
        'the birthplace of {a} is {b}',
        '{b} is where {a} was born',
        '{a} was born to a family in {b}',
        'the birth of {a} took place in {b}',
        '{a} came into the world in {b}',
      ],
    },
    live: {
      of: ['person', 'city'],
      frames: [
        '{a} lives in {b}',
        '{a} resides in {b}',
        '{a} has a home in {b}',
        '{b} is home to {a}',
        '{a} settled in {b}',
        '{b} is where {a} lives',
        '{a} is a resident of {b}',
        'the home of {a} is in {b}',
      ],
    },
    base: {
      of: ['org', 'city'],
      frames: [
        '{a} is based in {b}',
        '{a} has its head office in {b}',
        '{a} is headquartered in {b}',
        'the head office of {a} is in {b}',
        '{b} hosts the head office of {a}',
        '{b} is where {a} is based',
        '{a} runs its business from {b}',
        '{a} keeps its headquarters in {b}',
      ],
    },
    parent: {
      of: ['person', 'person'],
      frames: [
        '{a} is the mother of {b}',
        '{a} is the father of {b}',
        '{b} is the son of {a}',
        '{b} is the daughter of {a}',
        '{a} is a parent of {b}',
        '{b} is a child of {a}',
        'the father of {b} is {a}',
        '{a} has a daughter named {b}',
      ],
    },
    own: {
      of: ['org', 'org'],
      frames: [
        '{a} owns {b}',
        '{b} is owned by {a}',
        '{a} bought {b}',
        '{b} was bought by {a}',
        '{a} acquired {b}',
        '{b} belongs to {a}',
        '{a} is the owner of {b}',
        'the owner of {b} is {a}',
      ],
    },
  }

/** Label -> its relation, and whether the head is the subject. */
const LABELS: readonly (readonly [label: string, relation: string, forward: boolean])[] = [
  ['founded_by', 'found', false],
  ['employee_of', 'work', true],
  ['born_in', 'born', true],
  ['lives_in', 'live', true],
  ['based_in', 'base', true],
  ['parent_of', 'parent', true],
  ['child_of', 'parent', false],
  ['owner_of', 'own', true],
  ['owned_by', 'own', false],
]

const OPENINGS = [
  '',
  '',
  'As far as we know, ',
  'In fact, ',
  'According to the paper, ',
  'Records show that ',
  'People say that ',
  'The report says that ',
  'It turned out that ',
  'Back in {year}, ',
  'Not many know that ',
  'Of course, ',
  'The town archive says that ',
  'For the record, ',
]

const CLOSINGS = [
  '',
  '',
  ', as the paper said',
  ', and that is no secret',
  ', according to a friend',
  ', as the records show',
  ', it seems',
  ', as noted in {year}',
  ', as you may have heard',
  ', and many know it',
]

const EACH = 20

/**
 * Generates twenty examples of each label; four in nine have a second sentence about others. No two have the same pattern.
 */
export function relations(): Line[] {
  const kit = draws(23)
  const [openings, closings] = [OPENINGS, CLOSINGS].map((texts) => kit.deck(texts))
  const frames = Object.fromEntries(
    Object.entries(RELATIONS).map(([relation, one]) => [relation, kit.deck(one.frames)]),
  )
  const second = kit.deck([true, false, false, true, false, true, false, false, true])
  const patterns = new Set<string>()
  const clause = (relation: string): string => {
    for (;;) {
      const text = `${openings!()}${frames[relation]!()}${closings!()}.`
      if (patterns.has(text)) continue
      patterns.add(text)
      return text
    }
  }
  const labels = kit.shuffle(LABELS.flatMap((label) => Array.from({ length: EACH }, () => label)))
  return labels.map(([gold, relation, forward]) => {
    const used = new Set<string>()
    const say = (about: string) => {
      const [a, b] = RELATIONS[about]!.of.map((kind) => name(kit, kind, used))
      const text = fill(clause(about), { a: a!, b: b!, year: kit.number(1950, 2019) })
      return { a: a!, b: b!, text: text.charAt(0).toUpperCase() + text.slice(1) }
    }
    const asked = say(relation)
    const others = second() ? [say(kit.pick(Object.keys(RELATIONS).filter((one) => one !== relation)))] : []
    const [head, tail] = forward ? [asked.a, asked.b] : [asked.b, asked.a]
    return {
      input: {
        sentence: kit
          .shuffle([asked, ...others])
          .map(({ text }) => text)
          .join(' '),
        head,
        tail,
      },
      gold,
      slices: { relation: gold, sentences: String(1 + others.length) },
    }
  })
}

/** Makes a name of which no part stands in another name of the example. */
function name(kit: Draws, kind: Kind, used: Set<string>): string {
  for (;;) {
    const words =
      kind === 'person'
        ? [word(kit, 'given', GIVEN), word(kit, 'family', FAMILY)]
        : [word(kit, kind, kind === 'org' ? ORG : CITY)]
    if (words.some((one) => used.has(one))) continue
    for (const one of words) used.add(one)
    return words.join(' ') + (kind === 'org' ? kit.pick(TAILS) : '')
  }
}

/** Makes a word that was held out of training: its checksum is divisible by five. */
function word(kit: Draws, part: string, syllables: readonly (readonly string[])[]): string {
  for (;;) {
    const text = syllables.map((some) => kit.pick(some)).join('')
    if (crc32(`${part}|${text}`) % 5 === 0) return text.charAt(0).toUpperCase() + text.slice(1)
  }
}
