import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance } from '../../text/errorText.ts'
import { perturbations } from '../index.ts'
import { prompts, shown, withFirstInput } from '../perturbations.testing.ts'

test('add-punctuation', () => {
  expect(shown('add-punctuation', prompts.relation)).toMatchInlineSnapshot(
    `"Sentence,: As Paul's letter says, "Ada Byron" isn't - the neighbor of.. Lord Byron, who is her famous parent of 2 large houses."`,
  )
})

test('delete-letters', () => {
  expect(shown('delete-letters', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation btween Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famus parent of 2 large houses.
    Rlation:"
  `)
})

test('homoglyphs', () => {
  expect(shown('homoglyphs', prompts.relation)).toMatchInlineSnapshot(
    `"S\\u{435}ntence: As Paul's letter says, "Ada Byron" i\\u{455}n't the neighbor \\u{43e}f Lord Byron, who is her famous parent of 2 large houses."`,
  )
})

test('insert-letters', () => {
  expect(shown('insert-letters', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation bbetween Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famokus parent of 2 large houses.
    Relaution:"
  `)
})

test('invisible-characters', () => {
  expect(shown('invisible-characters', prompts.relation)).toMatchInlineSnapshot(
    `"Sen\\u{2060}tence: As Paul's letter says, "Ada Byron" is\\u{2060}n't the neighbor o\\u{200b}f Lord Byron, who is her famous parent of 2 large houses."`,
  )
})

test('lower-case', () => {
  expect(shown('lower-case', prompts.relation)).toMatchInlineSnapshot(`
    "name the relation between Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    say "parent of" if it is that.
    sentence: as paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famous parent of 2 large houses.
    relation:"
  `)
})

test('ocr-confusions', () => {
  expect(shown('ocr-confusions', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation betvveen Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her fam0us parent of 2 large houses.
    Re1ation:"
  `)
})

test('qwerty-neighbours', () => {
  expect(shown('qwerty-neighbours', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation bwtween Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famois parent of 2 large houses.
    Relagion:"
  `)
})

test('random-case', () => {
  expect(shown('random-case', prompts.relation)).toMatchInlineSnapshot(`
    "NAMe ThE RELaTIon bETWeeN Lord Byron anD Ada Byron, OnE of: parent of, child of, owner of.
    SAy "parent of" IF It is tHAt.
    sEnTENcE: as pAUl's LEttER says, "Ada Byron" Isn'T The neigHBoR OF Lord Byron, wHo is heR FaMOUs parent of 2 lArge HOUSEs.
    RELAtION:"
  `)
})

test('speech-confusions', () => {
  expect(shown('speech-confusions', prompts.relation)).toMatchInlineSnapshot(
    `"Name the relation between Lord Byron and Ada Byron, won of: parent of, child of, owner of."`,
  )
})

test('strip-punctuation', () => {
  expect(shown('strip-punctuation', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation between Lord Byron and Ada Byron one of: parent of, child of, owner of
    Say "parent of" if it is that
    Sentence: As Paul's letter says "Ada Byron" isn't the neighbor of Lord Byron who is her famous parent of 2 large houses"
  `)
})

test('substitute-letters', () => {
  expect(shown('substitute-letters', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation bbtween Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famoks parent of 2 large houses.
    Relauion:"
  `)
})

test('swap-letters', () => {
  expect(shown('swap-letters', prompts.relation)).toMatchInlineSnapshot(`
    "Name the relation bteween Lord Byron and Ada Byron, one of: parent of, child of, owner of.
    Sentence: As Paul's letter says, "Ada Byron" isn't the neighbor of Lord Byron, who is her famuos parent of 2 large houses.
    Rleation:"
  `)
})

test('title-case', () => {
  expect(shown('title-case', prompts.relation)).toMatchInlineSnapshot(`
    "Name The Relation Between Lord Byron And Ada Byron, One Of: parent of, child of, owner of.
    Say "parent of" If It Is That.
    Sentence: As Paul's Letter Says, "Ada Byron" Isn't The Neighbor Of Lord Byron, Who Is Her Famous parent of 2 Large Houses."
  `)
})

test('upper-case', () => {
  expect(shown('upper-case', prompts.relation)).toMatchInlineSnapshot(`
    "NAME THE RELATION BETWEEN Lord Byron AND Ada Byron, ONE OF: parent of, child of, owner of.
    SAY "parent of" IF IT IS THAT.
    SENTENCE: AS PAUL'S LETTER SAYS, "Ada Byron" ISN'T THE NEIGHBOR OF Lord Byron, WHO IS HER FAMOUS parent of 2 LARGE HOUSES.
    RELATION:"
  `)
})

test('a typing slip is one slip: one letter, or two that trade places, and the first stays', () => {
  const all = perturbations
  const slips = [
    all['swap-letters'],
    all['delete-letters'],
    all['insert-letters'],
    all['substitute-letters'],
    all['qwerty-neighbours'],
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...slips),
      fc.lorem({ maxCount: 30 }),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (slip, text, seed, strength) => {
        const result = slip.apply(
          withFirstInput(prompts.extractive, () => text),
          { seed, strength, within: ['input'] },
        )
        if ('notApplicable' in result) return
        for (const edit of result.edits) {
          if (edit.kind !== 'replace') throw new Error(edit.kind)
          expect(edit.after[0]).toBe(edit.before[0])
          expect(edit.after).not.toBe(edit.before)
          expect(editDistance(edit.before, edit.after, 3)).toBe(1)
        }
      },
    ),
  )
})

test('invisible characters taken out, the text is as before', () => {
  const result = perturbations['invisible-characters'].apply(prompts.relation, { seed: 5, strength: 50 })
  const { input, instruction } = 'parts' in result ? result.parts : prompts.boolean
  const strip = (text = '') => text.replaceAll(/[\u{200B}\u{200C}\u{2060}\u{AD}]/gu, '')
  expect(strip(instruction)).toBe(prompts.relation.instruction)
  expect(strip(input['sentence'])).toBe(prompts.relation.input['sentence'])
  expect(input['sentence']).not.toBe(prompts.relation.input['sentence'])
})
