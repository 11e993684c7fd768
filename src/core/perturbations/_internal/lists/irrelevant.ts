/** Sentences about nothing that a task asks for. They name nobody, and deny or affirm nothing about anything else. */
export const IRRELEVANT: readonly string[] = [
  'The bakery round the corner opens at seven.',
  'Tea should be left to stand for a few minutes.',
  'A light rain fell during the afternoon.',
  'The bus was late again that morning.',
  'Some birds fly south when it gets cold.',
  'There was a bowl of apples on the table.',
  'The curtains had faded in the sun.',
  'Somebody had left an umbrella in the hall.',
  'The recipe calls for a pinch of salt.',
  'The lift was out of order for a week.',
  'Paint dries faster in warm weather.',
  'A cat slept on the window sill.',
  'The kettle made a strange noise.',
  'The path through the wood is muddy in spring.',
  'Two spoons were missing from the drawer.',
  'The garden gate needs a drop of oil.',
]
