import type { PromptParts } from '../types/index.ts'

const BARE: Omit<PromptParts, 'instruction' | 'input' | 'gold'> = {
  system: '',
  turns: [],
  documents: [],
  tools: [],
  demonstrations: [],
  shots: 0,
  translations: {},
  options: [],
  optionOrder: [],
  optionIds: [],
  optionStyle: { item: '{id}) {text}', separator: ' ' },
  labels: null,
  labelSeparator: ', ',
  inverses: null,
  layout: ['system', 'tools', 'turns', 'documents', 'demonstrations', 'question'],
}

/** The prompts that `perturbationContract` tries a perturbation on by default: one of each task, rich in parts. */
export const contractPrompts: readonly PromptParts[] = [
  {
    ...BARE,
    instruction:
      'Name the relation between {head} and {tail}, one of: {labels}.\nSay "parent of" if it is that.\nSentence: {sentence}\nRelation:',
    translations: {
      de: 'Nenne die Beziehung zwischen {head} und {tail}, eine von: {labels}.\nSage "parent of", wenn sie das ist.\nSatz: {sentence}\nBeziehung:',
    },
    input: {
      sentence:
        'As Paul\'s letter says, "Ada Byron" isn\'t the neighbor of Lord Byron, who is her famous parent of 2 large houses.',
      head: 'Lord Byron',
      tail: 'Ada Byron',
    },
    labels: { parent_of: 'parent of', child_of: 'child of', owner_of: 'owner of' },
    inverses: { parent_of: 'child_of', child_of: 'parent_of' },
    gold: 'parent_of',
    demonstrations: [
      { input: { sentence: 'Kim owns Acme.', head: 'Kim', tail: 'Acme' }, answer: 'owner_of' },
      { input: { sentence: 'Lee raised Sam.', head: 'Lee', tail: 'Sam' }, answer: 'parent_of' },
      { input: { sentence: 'Sam grew up with Lee.', head: 'Sam', tail: 'Lee' }, answer: 'child_of' },
    ],
    shots: 2,
  },
  {
    ...BARE,
    system: 'You are a careful assistant. Please do not make up anything that is not in the documents.',
    turns: [
      { role: 'user', text: 'Could you look at some different questions with me?' },
      { role: 'assistant', text: 'Yes. I will answer with one letter because that is what you want.' },
      { role: 'user', text: 'Which color is the sky?' },
      { role: 'assistant', text: 'Blue, of course, and the weather is fine.' },
    ],
    documents: [
      { id: 'd1', text: 'Rome is the capital of Italy; it is not small.' },
      { id: 'd2', text: 'Milan is a center of trade, with many people.' },
      { id: 'd3', text: 'Turin has three rivers, which are important.' },
    ],
    tools: [
      { name: 'search', description: 'Looks something up.', parameters: { type: 'object' } },
      { name: 'add', description: 'Adds two numbers.', parameters: { type: 'object' } },
    ],
    instruction: 'Choose the right option.\nPassage: {passage}\nQuestion: {question}\nOptions: {options}\nAnswer:',
    input: {
      passage: 'There are 3 big cities there, and the government does not sit in Milan, you will see.',
      question: 'Which city is the capital of the whole country?',
    },
    options: ['Milan', 'Rome', 'Turin'],
    optionOrder: [0, 1, 2],
    optionIds: ['A', 'B', 'C'],
    gold: 'B',
  },
  {
    ...BARE,
    instruction: 'Answer the question with yes or no.\nPassage: {passage}\nQuestion: {question}\nAnswer (yes/no):',
    input: {
      passage:
        'The older bridge, which was built in 1890, cannot be used; people from both towns think it is dangerous.',
      question: 'is the old bridge older than the new one?',
    },
    gold: 'yes',
  },
  {
    ...BARE,
    instruction: 'Find the name that answers the question and copy it.\n\n{passage}\n{question}',
    input: {
      passage: 'Cewa Pelmann, a keen gardener, is a resident of Silminster. She said: "I am going to buy two trees."',
      question: 'Who lives in Silminster?',
    },
    gold: 'Cewa Pelmann',
  },
]
