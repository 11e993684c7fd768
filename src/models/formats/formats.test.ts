import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PromptFormat, Turn } from '../../core/types/index.ts'
import { studyModels } from '../studyModels.ts'
import {
  alpaca,
  alpacaWithInput,
  chatMessages,
  chatTemplate,
  fastchatAlpaca,
  plain,
  vicunaV0,
  vicunaV11,
  wizardlm13b,
  wizardlm7b,
} from './index.ts'

const talk: readonly Turn[] = [
  { role: 'user', text: 'Hello!' },
  { role: 'assistant', text: 'Hi!' },
  { role: 'user', text: 'How are you?' },
]

/** The conversation as a format writes it, without what stands before the first turn. */
function tail(format: PromptFormat): string | undefined {
  return format.renderTurns?.(talk).replace(/^.*?(?=(USER|### Human|### Instr))/s, '')
}

/** A model's folder with these files. */
function folder(files: Record<string, unknown>): string {
  const made = mkdtempSync(join(tmpdir(), 'robustness-template-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(made, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return made
}

describe('formats, byte for byte', () => {
  it.each<[PromptFormat, string]>([
    [plain, 'Q'],
    [
      alpaca,
      'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nQ\n\n### Response:',
    ],
    [
      fastchatAlpaca,
      'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction: Q\n\n### Response:',
    ],
    [
      vicunaV0,
      "A chat between a curious human and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the human's questions.\n### Human: Q\n### Assistant:",
    ],
    [
      vicunaV11,
      "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Q ASSISTANT:",
    ],
    [
      wizardlm13b,
      "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions. USER: Q ASSISTANT:",
    ],
    [wizardlm7b, 'Q\n\n### Response:'],
    [chatMessages(), '[{"role":"user","content":"Q"}]'],
  ])('%o', (format, prompt) => {
    expect(format.render('Q')).toBe(prompt)
    // A dollar or a placeholder in the question is text.
    expect(format.render('$& {instruction} $1')).toBe(prompt.replace('Q', () => '$& {instruction} $1'))
  })

  it('closes an earlier answer as each model knows it', () => {
    expect(tail(vicunaV11)).toBe('USER: Hello! ASSISTANT: Hi!</s>USER: How are you? ASSISTANT:')
    expect(tail(vicunaV0)).toBe('### Human: Hello!\n### Assistant: Hi!\n### Human: How are you?\n### Assistant:')
    expect(tail(fastchatAlpaca)).toBe(
      '### Instruction: Hello!\n\n### Response: Hi!</s>### Instruction: How are you?\n\n### Response:',
    )
  })

  it('takes the first line for the instruction and the rest for the input', () => {
    expect(alpacaWithInput().render('Name it.\nA text.\nIts end.')).toBe(
      'Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\nName it.\n\n### Input:\nA text.\nIts end.\n\n### Response:',
    )
    expect(alpacaWithInput(' Text: ').render('Name it. Text: a')).toContain('Name it.\n\n### Input:\na\n\n###')
    for (const question of ['Name it.', 'Name it.\n']) {
      expect(alpacaWithInput().render(question)).toBe(alpaca.render(question))
    }
  })

  it('puts a system text and example turns before the question', () => {
    const format = chatMessages({ system: 'S', turns: talk.slice(0, 2) })
    expect(JSON.parse(format.render('Q'))).toEqual([
      { role: 'system', content: 'S' },
      { role: 'user', content: 'Hello!' },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: 'Q' },
    ])
    expect(() => chatMessages({ turns: talk }).render('Q')).toThrow("turn 4 is the user's")
    expect(() => vicunaV11.renderTurns?.(talk.slice(0, 2))).toThrow("end with the assistant's")
  })
})

describe('a chat template', () => {
  const jinja =
    "{{ bos_token }}{% for message in messages %}<|{{ message['role'] }}|>\n{{ message['content'] | trim }}{{ eos_token }}\n" +
    '{% endfor %}{% if add_generation_prompt %}<|assistant|>\n{% endif %}'

  it('is the one in the folder, with the tokens of its tokenizer', () => {
    const tokens = { bos_token: '<s>', eos_token: { content: '</s>' } }
    const expected = '<s><|system|>\nS</s>\n<|user|>\nQ</s>\n<|assistant|>\n'
    const inConfig = folder({ 'tokenizer_config.json': { ...tokens, chat_template: jinja } })
    expect(chatTemplate(inConfig, { system: 'S' }).render('Q ')).toBe(expected)
    const named = [
      { name: 'default', template: jinja },
      { name: 'tools', template: 'T' },
    ]
    const several = folder({ 'tokenizer_config.json': { ...tokens, chat_template: named } })
    expect(chatTemplate(several, { system: 'S' }).render('Q')).toBe(expected)
    expect(chatTemplate(several, { template: 'tools' }).render('Q')).toBe('T')
    expect(() => chatTemplate(several, { template: 'tool' })).toThrow('no template "tool"; there are default, tools')
    const beside = folder({
      'chat_template.jinja': '{{ messages[0].content }}{{ extra }}',
      'tokenizer_config.json': {},
    })
    expect(chatTemplate(beside, { variables: { extra: '!' } }).render('Q')).toBe('Q!')
    expect(chatTemplate(join(beside, 'chat_template.jinja')).render('Q')).toBe('Q')
  })

  it('says what is wrong', () => {
    expect(() => chatTemplate(folder({ 'tokenizer_config.json': {} }))).toThrow(
      'no chat_template.jinja and no chat_template',
    )
    expect(() => chatTemplate(folder({ 'chat_template.jinja': '{% for %}' }))).toThrow('cannot be read')
    const strict = folder({ 'chat_template.jinja': "{{ raise_exception('no system role') }}" })
    expect(() => chatTemplate(strict).render('Q')).toThrow('refuses these messages: no system role')
  })
})

describe('studyModels', () => {
  it('has an entry for each model of the study', () => {
    const table = Object.values(studyModels).map(
      (m) => `${m.name}: ${m.format.name}, ${m.stop.join(' ')}, ${m.contextLength}`,
    )
    expect(table).toMatchInlineSnapshot(`
      [
        "Alpaca: alpaca, ### Instruction:, 512",
        "Vicuna: vicuna-v1.1, </s>, 2048",
        "WizardLM: wizardlm-7b, ### Instruction:, 2048",
        "Flan-T5-XL: plain, , 512",
        "Flan-T5-XXL: plain, , 512",
        "T0++: plain, , 1024",
      ]
    `)
  })
})

const SHARED = join(import.meta.dirname, '../../../../shared/data/prompt-formats')

type Golden = Record<string, Record<string, { turns: (string | null)[]; prompt: string }>>

function shared(name: string): unknown {
  return JSON.parse(readFileSync(join(SHARED, name), 'utf8'))
}

describe.skipIf(!existsSync(SHARED))("against FastChat's own output and the models' own code", () => {
  it.each([
    ['vicuna_v1.1', vicunaV11, 0],
    ['alpaca', fastchatAlpaca, 0],
    ['zero_shot', vicunaV0, 0],
    ['one_shot', vicunaV0, 2],
  ] as const)('%s', (name, format, before) => {
    const golden = (shared('fastchat_golden.json') as Golden)[name] ?? {}
    const cases = [golden['golden_single_turn'], golden['golden_multi_turn']]
    const rendered = cases.map((one) => {
      const shots = before === 0 ? [] : shotsOf(one?.prompt ?? '')
      return format.renderTurns?.([...shots, ...turnsOf(one?.turns ?? [])])
    })
    expect(rendered).toEqual(cases.map((one) => one?.prompt))
    expect(rendered[0]).toContain('What is 2+2?')
  })

  it('formats.json', () => {
    const formats = shared('formats.json') as Record<string, Record<string, string>>
    const { alpaca: forAlpaca, 'vicuna_v1.1': vicuna, wizardlm, 'flan-t5, t0': flan } = formats
    expect(alpaca.render('{instruction}')).toBe(forAlpaca?.['prompt_no_input'])
    expect(alpacaWithInput().render('{instruction}\n{input}')).toBe(forAlpaca?.['prompt_input'])
    expect(vicunaV11.render('{instruction}')).toBe(vicuna?.['single_turn'])
    expect(wizardlm7b.render('{instruction}')).toBe(wizardlm?.['7B-V1.0'])
    expect(wizardlm13b.render('{instruction}')).toBe(wizardlm?.['13B/30B-V1.0 (infer_wizardlm13b.py)'])
    expect(plain.render('{instruction}')).toBe(flan?.['prompt'])
  })
})

function turnsOf(texts: readonly (string | null)[]): Turn[] {
  return texts
    .filter((text) => text !== null)
    .map((text, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', text }))
}

/** The example turns that `one_shot` begins with. */
function shotsOf(prompt: string): Turn[] {
  const [, user = '', assistant = ''] = /### Human: (.*?)\n### Assistant: (.*?)\n### Human: /s.exec(prompt) ?? []
  return turnsOf([user, assistant])
}
