/** A model's text with its reasoning taken off. */
export interface Separated {
  /** The text without its reasoning. */
  readonly said: string
  /** `true` where reasoning was begun and never closed: what the model would have answered is not in the text. */
  readonly unfinished: boolean
}

/** Patterns of the marks with which models begin and end their reasoning. */
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
/** Marks around the answer itself; they are no part of it. */
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
 *    words of the text.
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
  // No English word continues "analysis", so a letter there is the beginning of the channel's text.
  if (!/^\s*analysis(?=\p{L})/u.test(text)) return null
  const final = text.lastIndexOf('assistantfinal')
  return final < 0 ? { said: '', unfinished: true } : { said: text.slice(final + 14), unfinished: false }
}

/** Drops what is between marks, and all before a lone end mark; in one pass, since texts are long and may be hostile. */
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

/**
 * Returns a model's text without what only dresses it up: reasoning (`separateReasoning`), code fences, emphasis,
 * back-ticks, headings, bullets, end tokens, the signs of mathematics around words. The words and their order stay as they
 * are.
 */
export function tidy(text: string): string {
  return undress(separateReasoning(text).said)
}

/** `tidy` for a text that has no reasoning any more. */
export function undress(text: string): string {
  return plainMath(text.normalize('NFC').replaceAll(/[Ａ-Ｚａ-ｚ０-９]/gu, (wide) => wide.normalize('NFKC')))
    .replaceAll(/^[ \t]*```[^\n`]*$/gm, '')
    .replaceAll(/^[ \t]*"""[ \t]*$/gm, '')
    .replaceAll(/<(?:eo[ae]|\/?s|\|[a-z_]{1,20}\|)>/gi, '')
    .replaceAll(/^[ \t]*(?:#{1,6}|[-*•>✅☑✔]|>>|->|=>|→)\uFE0F?[ \t]+/gmu, '')
    .replaceAll(/(?<!`)`{1,3}([^`\n]+)`{1,3}/g, '$1')
    .replaceAll(/(?<![\p{L}\p{N}*])\*{1,3}([^*\n]+)\*{1,3}(?![\p{L}\p{N}*])/gu, '$1')
    .replaceAll(/(?<![\p{L}\p{N}_])_{1,2}([^_\n](?:[^\n]*?[^_\n])??)_{1,2}(?![\p{L}\p{N}_])/gu, '$1')
    .trim()
}

/** Mathematics as plain text: `\text{B}` is B, `$B$` is B; `$15` stays money. */
export function plainMath(text: string): string {
  if (!/[\\$]/.test(text)) return text
  return text
    .replaceAll(/\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|boldsymbol|operatorname)\{([^{}\n]*)\}/g, '$1')
    .replaceAll(/(?<![\\$])\$(?!\s)([^$\n]{0,199}[^$\s])\$(?![\d$])/g, '$1')
    .replaceAll(/\\[[\]()]/g, '')
    .replaceAll(/\$\$/g, '')
}

/** Lines with which a further item begins, once there was an answer. */
const FURTHER =
  /\n[ \t]*(?:#{1,6}[ \t]*|\*{1,2})?(?:(?:(?:next |new |another )?(?:question|problem|exercise|example|instruction|task|input|passage|sentence|context|review|tweet|statement|premise|user|human|q)(?:[ \t]*(?:no\.?|number|#)?[ \t]*\d{1,4})?)(?:\*{1,2})?[ \t]*[:：]|(?:题目|问题|例题)[ \t]*\d{0,3}[ \t]*[:：]|<\|(?:im_start|start_header_id|user|endoftext|eot_id|im_end)\|>|\[INST\])/iu

const TURN_ENDS = /<\|(?:endoftext|im_end|eot_id|end|end_of_text|return)\|>|<\/s>|<end_of_turn>/i

/** A beginning that repeats the question; what answers it comes after the line that announces the answer. */
const ECHO =
  /^\s*(?:question|q|passage|context|text|sentence|input|review|premise|problem)(?:[ \t]*\d{1,4})?[ \t]*[:：]/iu
const ANSWER_LINE = /^[ \t]*(?:\*{1,2})?(?:answer|a|output|response|label|relation|答案|答)(?:\*{1,2})?[ \t]*[:：]/imu

/**
 * The part of a text that answers the question asked. A model that continues with items of its own ("\nQuestion: …")
 * answers those afterwards, and these answers do not count; one that repeats the question first answers after "Answer:".
 * 1. Text after the token that ends a turn does not count.
 * 2. A text that begins by repeating the question counts from its first line "Answer: …"; without one it counts whole.
 * 3. Everything from the first line that begins a further item is cut off.
 */
export function cutRunOn(written: string): string {
  const [turn = ''] = written.trimStart().split(TURN_ENDS, 1)
  const text = turn.trim() === '' ? written : turn
  const isEcho = ECHO.test(text)
  const answer = isEcho ? ANSWER_LINE.exec(text) : null
  if (isEcho && answer === null) return text
  const own = answer === null ? text : text.slice(answer.index)
  const further = FURTHER.exec(own.trimStart())
  return further === null ? own : own.trimStart().slice(0, further.index)
}

const PAIRS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '«': '»',
  '(': ')',
  '[': ']',
  '{': '}',
  '<': '>',
}

// No real text is nested deeper; the bound keeps a text of brackets only from costing time.
const LAYERS = 8

/** A text without the quotes or brackets around it and the punctuation after it: `"Yes."` gives `Yes`. */
export function bare(text: string): string {
  let rest = text.trim()
  for (let layer = 0; layer < LAYERS; layer++) {
    const cut = unwrap(rest.replace(/(?<![\s.!?,;:])[\s.!?,;:]+$/u, ''))
    if (cut === rest) break
    rest = cut
  }
  return rest
}

function unwrap(text: string): string {
  const close = PAIRS[text.charAt(0)]
  const wrapped = close !== undefined && text.length > 1 && text.endsWith(close)
  return wrapped ? text.slice(1, -1).trim() : text
}
