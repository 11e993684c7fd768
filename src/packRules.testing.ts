/**
 * For each starter pack a second way to the right answer, which shares nothing with the generators in `.ci/packs`: by
 * words that stand in the text. For tests only.
 */
import type { Example } from './core/types/index.ts'

/** What a note says of a matter that a question asks about: question, words of a yes, words of a no, asked the other way. */
const MATTERS: readonly (readonly [question: RegExp, yes: RegExp, no: RegExp, otherWay: RegExp])[] = [
  [/refund|money back/, /paid the full|went back|refund was made/, /No money|turned down|never got/, /without/],
  [/late|later|in time/, /two days late|week longer|well after/, /on the promised|right on time|sooner/, /in time/],
  [/warranty/, /another eight|still under|covers this/, /ended last|out of warranty|ran out/, /run out/],
  [/damaged|broken|undamaged/, /deep dent|corner was|with a long/, /without a scratch|was whole|perfect/, /undamaged/],
  [/call/, /phoned|returned the call within|been called/, /Nobody|forgotten|not returned/, /waiting/],
  [/subscription|plan /, /cancelled at|ended the|been stopped/, /as before|running|still active/, /continue/],
  [/replacement|exchanged/, /new one was|shipped a|swapped/, /did not send a|exchange was not|refused/, /denied/],
  [/invoice/, /as a PDF|a copy|A new invoice/, /not been sent|could not send|No invoice/, /still to be/],
  [/account|sign/, /is locked|is blocked|was locked\./, /never locked|without any trouble|is open/, /^Can/],
  [/discount|voucher/, /ten percent|was granted|was given a/, /No discount|declined|could not offer/, /without/],
  [/somebody else|another team|first agent/, /second level|taken over|handed the/, /alone|not handed|No spec/, /keep/],
  [/address/, /has been saved|We changed|was updated/, /still in the|not be changed|as it was/, /remained/],
]

function yesNo({ input: { passage = '', question = '' } }: Example): string {
  const [matter, another] = MATTERS.filter(([asked]) => asked.test(question))
  if (matter === undefined || another !== undefined) return `one matter, not ${question}`
  const [, yes, no, otherWay] = matter
  if (yes.test(passage) === no.test(passage)) return `either yes or no, not ${passage}`
  return yes.test(passage) === otherWay.test(question) ? 'no' : 'yes'
}

const RELATION_WORDS: readonly (readonly [words: RegExp, label: string])[] = [
  [/founded|set up|founder|started|established/, 'founded_by'],
  [/works for|employ|job|hired|staff|salary/, 'employee_of'],
  [/born|birth|native|came into/, 'born_in'],
  [/lives|resides|home|settled|resident/, 'lives_in'],
  [/based|head office|headquarter|runs its business/, 'based_in'],
]

/** The sentence with both names, and in it the words of a relation; of two alike names, which of them comes first. */
function relation({ input: { sentence: text = '', head = '', tail = '' } }: Example): string {
  const [clause = '', ...more] = text.split('. ').filter((part) => part.includes(head) && part.includes(tail))
  if (more.length > 0) return `one clause, not ${text}`
  const said = clause.replace(head, 'HEAD').replace(tail, 'TAIL')
  const named = RELATION_WORDS.filter(([words]) => words.test(said)).map(([, label]) => label)
  if (named.length > 0) return named.join(' or ')
  const headFirst = said.indexOf('HEAD') < said.indexOf('TAIL')
  if (/mother|father|parent|son|daughter|child/.test(said)) {
    const firstIsParent = /is (the|a) (mother|father|parent) of|has a daughter/.test(said)
    return firstIsParent === headFirst ? 'parent_of' : 'child_of'
  }
  const firstIsOwned = / by |belongs to|[Tt]he owner of (HEAD|TAIL) is/.test(said)
  if (!/own|bought|acquired|belongs/.test(said)) return `no relation in ${said}`
  return firstIsOwned === headFirst ? 'owned_by' : 'owner_of'
}

/** Pack -> the gold answer, from the text alone. */
export const ownRules: Readonly<Record<string, (example: Example) => string>> = {
  'relation-extraction': relation,
  'yes-no': yesNo,
}
