/** A field that endpoints refuse, and the option of a release that changes or leaves it out. */
const REMEDIES: readonly (readonly [field: RegExp, remedy: string])[] = [
  [/^seed$/, 'sendSeed: false leaves it out (openAICompatible, openAICompletions, fromOpenAI, fromAiSdk)'],
  [
    /^(tools?|tool_choice|parallel_tool_calls|response_format|json_schema)$/,
    "native: false leaves a task's tools and schema to the prompt (openAICompatible, fromOpenAI, fromAiSdk); leave out of parameters what you gave there",
  ],
  [
    /^max_tokens$/,
    'write max_completion_tokens in its place in parameters if this model wants that, or a smaller number',
  ],
  [
    /^max_completion_tokens$/,
    'write max_tokens in its place in parameters if the endpoint wants that, or a smaller number',
  ],
  [/^(top_)?logprobs$/, 'leave it out of parameters; choices of openAICompletions need it, so ask without choices'],
  [
    /^(temperature|top_?[pk]|min_p|(frequency|presence|repetition)_penalty|logit_bias|stop|reasoning_effort|service_tier)$/,
    'leave it out of parameters of the release, or give a value that this model takes',
  ],
]

/** Matches the names that no prose holds by chance. */
const PLAIN =
  /\b(tool_choice|parallel_tool_calls|response_format|json_schema|max_completion_tokens|max_tokens|top_logprobs|logprobs|temperature|top_?[pk]|min_p|(?:frequency|presence|repetition)_penalty|logit_bias|reasoning_effort|service_tier)\b/i
/** Matches ordinary words in quotes, behind what says that they are a field, or before what says that they are none. */
const WORDS =
  /['"`](seed|tools?|stop)['"`]|\b(?:parameter|argument|field|property|key)s?(?: supplied)?: (seed|tools?|stop)\b|(?:^|\s)(seed|tools?|stop): extra (?:inputs|fields)/i

/**
 * Returns the remedy for a refused field of a request, with the field's name; `null` where the refusal names none that an
 * option changes.
 * @param param the field that the endpoint blames, or an empty text
 */
export function fieldRemedy(message: string, param: string): string | null {
  const [blamed = ''] = param.split(/[.[]/)
  const [first, second, third] = WORDS.exec(message)?.slice(1) ?? []
  const field = blamed === '' ? (PLAIN.exec(message)?.[0] ?? first ?? second ?? third) : blamed
  const found = REMEDIES.find(([name]) => name.test(field?.toLowerCase() ?? ''))
  return found === undefined ? null : `Option for ${field}: ${found[1]}`
}
