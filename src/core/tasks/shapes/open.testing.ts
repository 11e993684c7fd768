import { extractiveQa } from '../extractiveQa.ts'
import { freeAnswer } from '../freeAnswer.ts'
import { requestHandling } from '../requestHandling.ts'
import { structuredOutput } from '../structuredOutput.ts'
import { toolCalls } from '../toolCalls.ts'
import { NONE, REFUSED, example, type ShapeGroup } from './shape.testing.ts'

const hasCity = (value: unknown): string | null =>
  typeof (value as { city?: unknown } | null)?.city === 'string' ? null : 'must have a city'
const ROME = '[{"arguments":{"city":"Rome"},"name":"find"}]'

/** Spans, free answers, requests, JSON and calls of tools. */
export const openShapes: readonly ShapeGroup[] = [
  {
    name: 'spans of a passage',
    kind: extractiveQa,
    example: example({
      input: {
        question: 'q',
        passage:
          "The treaty was signed on 28 June 1919 in Ely. Dr. No paid the U.S. singer after the war of 1914–1918. Manning's throw was the 'best' of all.",
      },
      gold: 'Ely',
    }),
    shapes: [
      ['28 June 1919', '28 June 1919'],
      ['The answer is 28 June 1919.', '28 June 1919'],
      ['{"answer": "28 June 1919"}', '28 June 1919'],
      ['<answer>28 June 1919</answer>', '28 June 1919'],
      ['\\boxed{28 June 1919}', '28 June 1919'],
      ['28 June 1919, because the text says so.', '28 June 1919'],
      ['Ely. It is a town.', 'Ely'],
      ['1914-1918', '1914–1918'],
      ['Manning', 'Manning'],
      ['Manning, of course', 'Manning'],
      ['Dr. No', 'Dr. No'],
      ['Dr. No paid it', 'Dr. No'],
      ["The U.S. singer's bill", 'U.S'],
      ['<think>Ely?</think>28 June 1919', '28 June 1919'],
      ['Ely\n\nQuestion: Who paid?\nAnswer: Dr. No', 'Ely'],
      ['I cannot find the day, but the answer is Ely.', 'Ely'],
      ['<think>Ely', NONE],
      ['', NONE],
      ['I cannot answer this.', REFUSED],
    ],
    cut: [
      ['Ely\nThat is', 'Ely'],
      ['28 Ju', NONE],
    ],
  },
  {
    name: 'free answers',
    kind: freeAnswer({ judge: 'j' }),
    example: example({ gold: 'Rome' }),
    shapes: [
      ['Rome', 'Rome'],
      ['**Rome**', 'Rome'],
      ['<think>Oslo?</think>Rome', 'Rome'],
      ['It could be two. <answer>Rome</answer>', 'Rome'],
      ['<think>Rome', NONE],
      ['I cannot tell you that.', REFUSED],
    ],
    cut: [
      ['Rome is the', NONE],
      ['<answer>Rome</answer> since', 'Rome'],
    ],
  },
  {
    name: 'requests',
    kind: requestHandling,
    example: example({ gold: 'refuse' }),
    shapes: [
      ['refuse', 'refuse'],
      ["I'm sorry, but I can't help with that.", 'refuse'],
      ['<think>I cannot do this. Or can I?</think>Sure! Take a pan.', 'comply'],
      ['Take a pan and an egg.', 'comply'],
      ['<think>Shall I?', NONE],
    ],
    cut: [['I cannot help with', 'refuse']],
  },
  {
    name: 'JSON by a schema',
    kind: structuredOutput({}, hasCity),
    example: example({ gold: '{"city":"Rome"}' }),
    shapes: [
      ['{"city": "Rome"}', '{"city":"Rome"}'],
      ['```json\n{"city": "Rome"}\n```\nI took [1, 2] as well.', '{"city":"Rome"}'],
      ['Here it is: {"city": "Rome"} (see [1])', '{"city":"Rome"}'],
      ['From {"id": 7} follows {"city": "Rome"}.', '{"city":"Rome"}'],
      ['{"city": "Rome", "order": 12345678901234567}', '{"city":"Rome","order":12345678901234567}'],
      ['{"city": "Rome", "rate": 0.12345678901234567890}', '{"city":"Rome","rate":0.12345678901234567890}'],
      ['{"city": "Rome"} or {"city": "Oslo"}', NONE],
      ['{"city": "Rome"', NONE],
      ['<think>{"city": "Rome"}', NONE],
      ['{"town": "Rome"}', '[schema_invalid]'],
    ],
    cut: [
      ['{"city": "Ro', NONE],
      ['{"city": "Rome"} is what', '{"city":"Rome"}'],
    ],
  },
  {
    name: 'calls of tools',
    kind: toolCalls([], (tool) => (tool === 'find' ? hasCity : undefined)),
    example: example({ gold: '[]' }),
    shapes: [
      ['{"name": "find", "arguments": {"city": "Rome"}}', ROME],
      ['As [1] says:\n{"tool_calls":[{"function":{"name":"find","arguments":"{\\"city\\":\\"Rome\\"}"}}]}', ROME],
      [
        'You gave {"id": 7}.\n{"tool_calls":[{"function":{"name":"find","arguments":"{\\"city\\":\\"Rome\\"}"}}]}',
        ROME,
      ],
      ['<tool_call>\n{"name": "find", "arguments": {"city": "Rome"}}\n</tool_call>', ROME],
      // A thing that has a name is no call.
      ['{"name": "Bob", "age": 5}', NONE],
      [
        '{"name": "find", "arguments": {"city": "Rome", "far": 1e400}}',
        '[{"arguments":{"city":"Rome","far":1e400},"name":"find"}]',
      ],
      [
        '{"name": "find", "arguments": {"city": "Rome", "id": 12345678901234567}}',
        '[{"arguments":{"city":"Rome","id":12345678901234567},"name":"find"}]',
      ],
      ['The capital is Rome.', '[]'],
      ['The capital is Rome [1].', '[]'],
      ['[]', '[]'],
      ['{"name": "find", "arguments": ""}', '[schema_invalid]'],
      ['find(city="Rome")', NONE],
      ['<function=find>{"city": "Rome"}</function>', NONE],
      ['{"name": "find", "arguments": {"city": "Ro', NONE],
      ['<think>I could call find', NONE],
      ["I can't help with that.", REFUSED],
    ],
    cut: [
      ['The capital', NONE],
      ['{"name": "find", "arguments": {"city": "Rome"}} {"name": "fi', NONE],
    ],
  },
]
