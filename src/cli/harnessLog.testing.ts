/** Made-up samples of lm-evaluation-harness, for tests and benchmarks of large logs. */

/** The `at`-th line, with its line end; every `wrong`-th answer is wrong. */
export function harnessLine(at: number, wrong: number): string {
  const question = questionOf(at)
  const answer = at % wrong === 0 ? 'none' : String(at % 600)
  return `${JSON.stringify({
    doc_id: at,
    doc: { question, answer: String(at % 600) },
    target: String(at % 600),
    arguments: { gen_args_0: { arg_0: `Q: ${question}\nA:`, arg_1: { until: ['\n'] } } },
    resps: [[`Let us see. It rides ${answer} km.`]],
    filtered_resps: [answer],
    filter: 'none',
    metrics: ['exact_match'],
    exact_match: at % wrong === 0 ? 0 : 1,
  })}\n`
}

/** The question of the `at`-th line. */
export function questionOf(at: number): string {
  return `Question ${at}: a train leaves at ${at % 24} o'clock and rides ${at % 600} km. ${'How far? '.repeat(20)}`
}
