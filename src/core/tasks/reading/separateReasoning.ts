/** What a model said, apart from how it got there. */
export interface Separated {
  /** The text without its reasoning. */
  readonly said: string
  /** Whether reasoning was begun and never closed: what the model would have answered is not in the text. */
  readonly unfinished: boolean
}

/** How reasoning models mark where their reasoning begins and ends, as patterns. */
const MARKS: readonly (readonly [open: string, close: string])[] = [
  // DeepSeek-R1, Qwen3, QwQ and most others; some prompts ask for one of the other names.
  [
    String.raw`<(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|scratchpad)>`,
    String.raw`</(?:seed:)?(?:think|thinking|thought|thoughts|reasoning|scratchpad)>`,
  ],
  // Magistral.
  [String.raw`\[THINK\]`, String.raw`\[/THINK\]`],
  // Kimi.
  ['◁think▷', '◁/think▷'],
  // Sky-T1 and OpenThinker; Command A Reasoning.
  [String.raw`<\|begin_of_thought\|>`, String.raw`<\|end_of_thought\|>`],
  [String.raw`<\|START_THINKING\|>`, String.raw`<\|END_THINKING\|>`],
]
const OPEN = MARKS.map(([open]) => open).join('|')
const CLOSE = MARKS.map(([, close]) => close).join('|')
const OPENS_OR_CLOSES = new RegExp(`(?<open>${OPEN})|(?<close>${CLOSE})`, 'giu')
const OPENS = new RegExp(OPEN, 'iu')
const OPENS_FIRST = new RegExp(`^\\s*(?:${OPEN})`, 'iu')
/** What frames the answer itself; it is no part of it. */
const FRAME = /<\|(?:begin_of_solution|end_of_solution|START_RESPONSE|END_RESPONSE|START_TEXT|END_TEXT)\|>/g
/** The tokens that end or begin a message of harmony (gpt-oss) and of ChatML. */
const MESSAGE_END = /<\|(?:end|return|call|im_end|endoftext|eot_id|start)\|>[\s\S]*$/

/**
 * Takes the reasoning off a model's text. In this order:
 * 1. Channels (gpt-oss's harmony): the last message of the channel `final` is what was said; with channels but without
 *    that one the reasoning is unfinished. Where a server dropped the special tokens, `analysis…assistantfinal…` is read
 *    the same way.
 * 2. Marked reasoning (`<think>`, `<thinking>`, `[THINK]`, …): whole blocks are dropped, and everything up to an end mark
 *    whose beginning stood in the prompt.
 * 3. A mark at the beginning that is never closed: all of it is reasoning, and unfinished. Inside a text it stays, as
 *    words that somebody wrote.
 */
export function separateReasoning(text: string): Separated {
  const channelled = fromChannels(text)
  if (channelled !== null) return channelled
  if (!/think|thought|reasoning|scratchpad|<\|START/iu.test(text)) return { said: text, unfinished: false }
  const rest = withoutBlocks(text)
  if (OPENS_FIRST.test(rest)) return { said: '', unfinished: true }
  if (rest === text) return { said: text, unfinished: false }
  // A model that marks its reasoning means the mark when it writes it again.
  const [said = ''] = rest.split(OPENS, 1)
  return { said: said.replaceAll(FRAME, '').trimStart(), unfinished: false }
}

function fromChannels(text: string): Separated | null {
  if (text.includes('<|channel|>')) {
    const last = text.lastIndexOf('<|channel|>final')
    const message = last < 0 ? -1 : text.indexOf('<|message|>', last)
    if (message < 0) return { said: '', unfinished: true }
    return { said: text.slice(message + '<|message|>'.length).replace(MESSAGE_END, ''), unfinished: false }
  }
  // No English word goes on after "analysis", so a letter there is the beginning of the channel's text.
  if (!/^\s*analysis(?=\p{L})/u.test(text)) return null
  const final = text.lastIndexOf('assistantfinal')
  return final < 0 ? { said: '', unfinished: true } : { said: text.slice(final + 14), unfinished: false }
}

/** In one pass, since texts are long and may be hostile: drops what stands between marks, and all before a lone end. */
function withoutBlocks(text: string): string {
  let kept = ''
  let from = 0
  let opened: number | null = null
  for (const { index, 0: mark, groups } of text.matchAll(OPENS_OR_CLOSES)) {
    if (groups?.['open'] !== undefined) {
      // Within reasoning a further beginning is a part of it.
      opened ??= index
      continue
    }
    kept = opened === null ? '' : kept + text.slice(from, opened)
    from = index + mark.length
    opened = null
  }
  return kept + text.slice(from)
}
