import type { Reading } from '../../words/index.ts'
import { bare } from './bare.ts'
import { cutAtCue } from './cutAtCue.ts'
import { isDenied } from './isDenied.ts'
import { refusesAtOnce } from './refusesAtOnce.ts'
import { soundsRefused } from './soundsRefused.ts'
import { tidy } from './tidy.ts'
import type { Vocabulary } from './vocabulary.ts'

/**
 * Reads the answer to a question with a closed set of answers. It is answered if the text is one of them, or names
 * one and only one of them without taking it back; after "the answer is" only what follows counts. Anything else is
 * a refusal or unparseable: a guess at an ambiguous text would show up as an answer that the model never gave.
 */
export function readClosed(text: string, vocabulary: Vocabulary): Reading {
  const asIs = vocabulary.whole(text)
  if (asIs.length > 0) return settle(asIs, vocabulary.noun)
  const plain = tidy(text)
  if (plain === '') return { outcome: 'unparseable', reason: 'the text is empty' }
  const whole = vocabulary.whole(bare(plain))
  if (whole.length > 0) return settle(whole, vocabulary.noun)
  if (refusesAtOnce(plain)) return { outcome: 'refused', reason: 'the text begins with a refusal' }

  const { before, after } = cutAtCue(plain)
  // "Yes. The answer is no" contradicts itself, while reasoning that only mentions an answer does not count.
  const earlier = before === '' ? [] : vocabulary.whole(bare(before))
  const alone = vocabulary.whole(bare(after))
  if (alone.length > 0) return settle([...earlier, ...alone], vocabulary.noun)
  const mentions = vocabulary.mentions(after)
  const named = new Set([...earlier, ...mentions.map((mention) => mention.answer)])
  if (named.size === 0 && soundsRefused(plain)) return { outcome: 'refused', reason: 'the text is a refusal' }
  if (named.size === 1 && mentions.some((mention) => isDenied(after, mention))) {
    return { outcome: 'unparseable', reason: `the text denies ${[...named].join()}` }
  }
  return settle([...named], vocabulary.noun)
}

function settle(answers: readonly string[], noun: string): Reading {
  const [first, ...others] = new Set(answers)
  if (first === undefined) return { outcome: 'unparseable', reason: `the text names no ${noun}` }
  if (others.length === 0) return { outcome: 'answered', answer: first }
  const list = [first, ...others].toSorted().join(', ')
  return { outcome: 'unparseable', reason: `the text is ambiguous: it names several ${noun}s (${list})` }
}
