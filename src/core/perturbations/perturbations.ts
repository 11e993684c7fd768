import type { Perturbation } from '../types/index.ts'
import { addPunctuation } from './characters/addPunctuation.ts'
import { deleteLetters } from './characters/deleteLetters.ts'
import { homoglyphs } from './characters/homoglyphs.ts'
import { insertLetters } from './characters/insertLetters.ts'
import { invisibleCharacters } from './characters/invisibleCharacters.ts'
import { lowerCase } from './characters/lowerCase.ts'
import { ocrConfusions } from './characters/ocrConfusions.ts'
import { qwertyNeighbours } from './characters/qwertyNeighbours.ts'
import { randomCase } from './characters/randomCase.ts'
import { speechConfusions } from './characters/speechConfusions.ts'
import { stripPunctuation } from './characters/stripPunctuation.ts'
import { substituteLetters } from './characters/substituteLetters.ts'
import { swapLetters } from './characters/swapLetters.ts'
import { titleCase } from './characters/titleCase.ts'
import { upperCase } from './characters/upperCase.ts'
import { documentOrder } from './context/documentOrder.ts'
import { systemWording } from './context/systemWording.ts'
import { toolOrder } from './context/toolOrder.ts'
import { turnOrder } from './context/turnOrder.ts'
import { turnPleasantries } from './context/turnPleasantries.ts'
import { antonym } from './directional/antonym.ts'
import { negatedInstruction } from './directional/negatedInstruction.ts'
import { oppositeLabels } from './directional/oppositeLabels.ts'
import { swappedEntities } from './directional/swappedEntities.ts'
import { demonstrationChoice } from './few-shot/demonstrationChoice.ts'
import { demonstrationOrder } from './few-shot/demonstrationOrder.ts'
import { formatCasing } from './format/formatCasing.ts'
import { formatSeparators } from './format/formatSeparators.ts'
import { formatSpacing } from './format/formatSpacing.ts'
import { jsonInput } from './format/jsonInput.ts'
import { labelSeparator } from './format/labelSeparator.ts'
import { markdownInput } from './format/markdownInput.ts'
import { optionGaps } from './format/optionGaps.ts'
import { optionWrappers } from './format/optionWrappers.ts'
import { whitespace } from './format/whitespace.ts'
import { xmlInput } from './format/xmlInput.ts'
import { booleanWords } from './options/booleanWords.ts'
import { labelWords } from './options/labelWords.ts'
import { optionEnumerators } from './options/optionEnumerators.ts'
import { optionOrder } from './options/optionOrder.ts'
import { optionShift } from './options/optionShift.ts'
import { optionsWithoutIds } from './options/optionsWithoutIds.ts'
import { symbolicLabels } from './options/symbolicLabels.ts'
import { instructionPosition } from './sentences/instructionPosition.ts'
import { irrelevantAfter } from './sentences/irrelevantAfter.ts'
import { irrelevantBefore } from './sentences/irrelevantBefore.ts'
import { politeness } from './sentences/politeness.ts'
import { randomString } from './sentences/randomString.ts'
import { repeatedInstruction } from './sentences/repeatedInstruction.ts'
import { roleFraming } from './sentences/roleFraming.ts'
import { taskFraming } from './sentences/taskFraming.ts'
import { tautology } from './sentences/tautology.ts'
import { translatedInstruction } from './sentences/translatedInstruction.ts'
import { abbreviations } from './words/abbreviations.ts'
import { adjectiveSynonym } from './words/adjectiveSynonym.ts'
import { contractions } from './words/contractions.ts'
import { dyslexiaPairs } from './words/dyslexiaPairs.ts'
import { expansions } from './words/expansions.ts'
import { fillerWords } from './words/fillerWords.ts'
import { numberWords } from './words/numberWords.ts'
import { slang } from './words/slang.ts'
import { spellingVariant } from './words/spellingVariant.ts'

const ALL = [
  addPunctuation,
  deleteLetters,
  homoglyphs,
  insertLetters,
  invisibleCharacters,
  lowerCase,
  ocrConfusions,
  qwertyNeighbours,
  randomCase,
  speechConfusions,
  stripPunctuation,
  substituteLetters,
  swapLetters,
  titleCase,
  upperCase,
  abbreviations,
  adjectiveSynonym,
  contractions,
  dyslexiaPairs,
  expansions,
  fillerWords,
  numberWords,
  slang,
  spellingVariant,
  instructionPosition,
  irrelevantAfter,
  irrelevantBefore,
  politeness,
  randomString,
  repeatedInstruction,
  roleFraming,
  taskFraming,
  tautology,
  translatedInstruction,
  formatCasing,
  formatSeparators,
  formatSpacing,
  jsonInput,
  labelSeparator,
  markdownInput,
  optionGaps,
  optionWrappers,
  whitespace,
  xmlInput,
  booleanWords,
  labelWords,
  optionEnumerators,
  optionOrder,
  optionShift,
  optionsWithoutIds,
  symbolicLabels,
  demonstrationChoice,
  demonstrationOrder,
  documentOrder,
  systemWording,
  toolOrder,
  turnOrder,
  turnPleasantries,
  antonym,
  negatedInstruction,
  oppositeLabels,
  swappedEntities,
] as const

type Named<Items extends readonly Perturbation[]> = { readonly [Item in Items[number] as Item['name']]: Item }

/**
 * The perturbations that the package ships, by name, family after family. `docs/perturbations.md` describes them.
 *
 * @example
 * perturbations['option-order'].preserves // => 'gold'
 * perturbations['swap-letters'].family // => 'characters'
 */
export const perturbations = Object.fromEntries(ALL.map((item) => [item.name, item])) as unknown as Named<typeof ALL>

/**
 * The name of a perturbation that the package ships.
 *
 * @example
 * const asked: readonly PerturbationName[] = ['swap-letters', 'option-order']
 * asked.map((name) => perturbations[name].family) // => ['characters', 'options']
 */
export type PerturbationName = keyof typeof perturbations
