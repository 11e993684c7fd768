import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { contractPrompts, perturb, perturbations, renderParts, renderPrompt } from '../../core/perturbations/index.ts'
import type { PromptFormat, PromptParts, Turn } from '../../core/types/index.ts'
import { chatDefault, messagesIn, messagesOf } from './chatDefault.ts'
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

const turns: readonly Turn[] = [
  { role: 'user', text: 'Hello!' },
  { role: 'assistant', text: 'Hi!' },
]

/** A prompt with everything that stands around a question. */
const surrounded: PromptParts = {
  ...(contractPrompts[2] as PromptParts),
  system: 'You are a clerk.',
  turns,
  documents: [{ id: 'd1', text: 'Open from 9 to 5.' }],
  tools: [{ name: 'add', description: 'Adds.', parameters: {} }],
  instruction: '{question}',
  input: { question: 'Open?' },
}
const TOOLS = '{"name":"add","description":"Adds.","parameters":{}}'
const QUESTION = `${TOOLS}\n\n[d1] Open from 9 to 5.\n\nOpen?`
const IN_TEXT = `You are a clerk.\n\n${TOOLS}\n\nUser: Hello!\nAssistant: Hi!\n\n[d1] Open from 9 to 5.\n\nOpen?`
const MESSAGES = [
  { role: 'system', content: 'You are a clerk.' },
  { role: 'user', content: 'Hello!' },
  { role: 'assistant', content: 'Hi!' },
  { role: 'user', content: QUESTION },
]
const PREAMBLE =
  'Below is an instruction that describes a task. Write a response that appropriately completes the request.'

function template(jinja: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'robustness-chat-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'chat_template.jinja'), jinja)
  return folder
}

const LOOP =
  "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}{% endfor %}" +
  '{% if add_generation_prompt %}<|assistant|>{% endif %}'
const REFUSES = `{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}${LOOP}`
const DROPS = LOOP.replace('messages %}', "messages if message['role'] != 'system' %}")

describe('a system text and earlier turns, byte for byte', () => {
  it.each<[PromptFormat, string]>([
    [chatMessages(), JSON.stringify(MESSAGES)],
    [chatMessages({ system: 'own', turns: [...turns, ...turns] }), JSON.stringify(MESSAGES)],
    [chatDefault, JSON.stringify(MESSAGES)],
    [vicunaV11, `You are a clerk. USER: Hello! ASSISTANT: Hi!</s>USER: ${QUESTION} ASSISTANT:`],
    [wizardlm13b, `You are a clerk. USER: Hello! ASSISTANT: Hi!</s>USER: ${QUESTION} ASSISTANT:`],
    [vicunaV0, `You are a clerk.\n### Human: Hello!\n### Assistant: Hi!\n### Human: ${QUESTION}\n### Assistant:`],
    // No place for a system text, but one for turns: the system text leads the question.
    [
      fastchatAlpaca,
      `${PREAMBLE}\n\n### Instruction: Hello!\n\n### Response: Hi!</s>### Instruction: You are a clerk.\n\n${QUESTION}\n\n### Response:`,
    ],
    // No place for either: the one text.
    [plain, IN_TEXT],
    [alpaca, `${PREAMBLE}\n\n### Instruction:\n${IN_TEXT}\n\n### Response:`],
    [wizardlm7b, `${IN_TEXT}\n\n### Response:`],
  ])('%o', (format, prompt) => {
    expect(renderPrompt(surrounded, format)).toBe(prompt)
  })

  it("in a model's own template, if that shows system messages; else in the question", () => {
    const system = '<|system|>You are a clerk.'
    const talk = '<|user|>Hello!<|assistant|>Hi!'
    const all = `${system}${talk}<|user|>${QUESTION}<|assistant|>`
    const inQuestion = `${talk}<|user|>You are a clerk.\n\n${QUESTION}<|assistant|>`
    expect(renderPrompt(surrounded, chatTemplate(template(LOOP)))).toBe(all)
    expect(renderPrompt(surrounded, chatTemplate(template(LOOP), { system: 'own' }))).toBe(all)
    expect(renderPrompt(surrounded, chatTemplate(template(REFUSES)))).toBe(inQuestion)
    expect(renderPrompt(surrounded, chatTemplate(template(DROPS)))).toBe(inQuestion)
  })

  it("keeps the format's own where the task has none", () => {
    const own = chatMessages({ system: 'S', turns })
    const { system: _, ...noSystem } = surrounded
    expect(messagesOf(renderPrompt({ ...noSystem, system: '' }, own))[0]).toEqual({ role: 'system', content: 'S' })
    const noTurns = renderPrompt({ ...surrounded, turns: [] }, own)
    expect(messagesOf(noTurns).map(({ content }) => content)).toEqual(['You are a clerk.', 'Hello!', 'Hi!', QUESTION])
    expect(renderPrompt({ ...surrounded, system: '' }, vicunaV11)).toMatch(/^A chat between .* USER: Hello! /)
    expect(renderPrompt({ ...surrounded, turns: [] }, vicunaV11)).toMatch(/^You are a clerk\. USER: \{"name"/)
  })

  it('writes turns that do not alternate as text', () => {
    const odd = { ...surrounded, turns: turns.slice(1) }
    expect(messagesOf(renderPrompt(odd, chatMessages()))).toEqual([
      MESSAGES[0],
      { role: 'user', content: QUESTION.replace('[d1]', 'Assistant: Hi!\n\n[d1]') },
    ])
    expect(renderPrompt({ ...odd, system: '' }, fastchatAlpaca)).toContain('### Instruction: {"name"')
  })

  it('a prompt without them is what it was', () => {
    const bare = { ...surrounded, system: '', turns: [] }
    const formats = [chatMessages({ system: 'S', turns }), chatDefault, vicunaV11, vicunaV0, wizardlm13b]
    for (const format of [...formats, chatTemplate(template(LOOP)), plain, alpaca, alpacaWithInput(), fastchatAlpaca]) {
      expect(renderPrompt(bare, format)).toBe(format.render(renderParts(bare)))
      expect(format.renderChat?.({ question: 'Q' }) ?? format.render('Q')).toBe(format.render('Q'))
    }
    expect(chatDefault.render('Q')).toBe(plain.render('Q'))
  })
})

describe('messages and texts are distinguished', () => {
  it('whatever the question, it arrives as one message of the user', () => {
    const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: fc.string() })
    const question = fc.oneof(
      fc.string(),
      fc.json(),
      fc.array(message).map((list) => JSON.stringify(list)),
    )
    fc.assert(
      fc.property(question, (content) => {
        expect(messagesOf(chatDefault.render(content))).toEqual([{ role: 'user', content }])
      }),
    )
  })

  it.each(['[', '[]', '[1]', '[null]', '[{"role":"user"}]', '[{"role":"tool","content":"x"}]', '{"role":"user"}'])(
    '%s is a text',
    (text) => expect(messagesIn(text)).toBeNull(),
  )
})

describe('perturbations of what is sent apart', () => {
  const prompts = contractPrompts.filter(({ system, turns: talk }) => system !== '' && talk.length > 0)

  it('change the messages of the parts that they change, and their roles never', () => {
    const applied = Object.keys(perturbations).filter((name) => {
      const results = prompts.map((parts) => [parts, perturb(parts, { name, seed: 1 })] as const)
      return results.filter(([parts, result]) => {
        if ('notApplicable' in result) return false
        const [before, after] = [parts, result.parts].map((one) => messagesOf(renderPrompt(one, chatMessages())))
        const { system, turns: talk } = result.parts
        const question = renderParts({ ...result.parts, system: '', turns: [] })
        expect(after!.map(({ content }) => content)).toEqual([system, ...talk.map(({ text }) => text), question])
        expect(after!.map(({ role }) => role)).toEqual(before!.map(({ role }) => role))
        expect(after).not.toEqual(before)
        return true
      }).length
    })
    const context = Object.values(perturbations).filter(({ family }) => family === 'context')
    expect(applied).toEqual(expect.arrayContaining(context.map(({ name }) => name)))
    expect(applied.length).toBeGreaterThan(40)
  })

  it.each(['system-wording', 'turn-order', 'turn-pleasantries'])('%s leaves the question alone', (name) => {
    const [parts] = prompts
    const result = perturb(parts!, { name, seed: 1 })
    if ('notApplicable' in result) throw new Error(result.notApplicable)
    const [before, after] = [parts!, result.parts].map((one) => messagesOf(renderPrompt(one, chatMessages())))
    expect(after!.at(-1)).toEqual(before!.at(-1))
  })
})

const GOLDEN = join(import.meta.dirname, '../../../../shared/data/prompt-formats/fastchat_golden.json')

interface Golden {
  readonly system_message: string
  readonly golden_multi_turn: { readonly turns: readonly (string | null)[]; readonly prompt: string }
}

describe.skipIf(!existsSync(GOLDEN))("FastChat's own output, its system text set and left", () => {
  it.each([
    ['vicuna_v1.1', vicunaV11],
    ['vicuna_v1.1', wizardlm13b],
    ['zero_shot', vicunaV0],
  ])('%s', (name, format) => {
    const golden = (JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, Golden>)[name]!
    const { system_message: system, golden_multi_turn: multi } = golden
    const texts = multi.turns.filter((text) => text !== null)
    const talk = texts.map((text, at): Turn => ({ role: at % 2 === 0 ? 'user' : 'assistant', text }))
    const parts = { ...surrounded, documents: [], tools: [], turns: talk.slice(0, -1), system }
    const asked = { ...parts, input: { question: talk.at(-1)!.text } }
    expect(multi.turns.length).toBeGreaterThan(3)
    expect(renderPrompt(asked, format)).toBe(multi.prompt)
    expect(renderPrompt({ ...asked, system: '' }, format)).toBe(multi.prompt)
    expect(renderPrompt({ ...asked, system: 'Be brief.' }, format)).toBe(multi.prompt.replace(system, 'Be brief.'))
  })
})
