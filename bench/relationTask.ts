const LABELS = ['born_in', 'capital_of', 'employee_of', 'founded_by', 'member_of']

/**
 * Returns an example of the task that the benches make. The model answers with the label in brackets, and one gold answer in
 * ten is another, so that a limit of 0.9 stays open to the last cell.
 */
export function relationExample(at: number) {
  const label = LABELS[at % LABELS.length]!
  const [head, tail] = [`Arden-${at}`, `Kestrel-${at}`]
  const sentence = `${head} stands beside ${tail} in this sentence, as [${label}] says.`
  const gold = at % 10 === 0 ? LABELS[(at + 1) % LABELS.length] : label
  return { label, line: JSON.stringify({ id: `e${at}`, input: { sentence, head, tail }, gold }), sentence, head, tail }
}

/** Returns its instruction set, with so many wordings. As JSON it is YAML too. */
export function relationInstructions(count: number) {
  return {
    set: 'bench',
    task: 'relation-extraction',
    licence: 'Apache-2.0',
    author: 'bench',
    reviewed: { by: 'bench', on: '2026-11-29' },
    labels: Object.fromEntries(LABELS.map((label) => [label, label])),
    canonical: 'p0',
    instructions: Array.from({ length: count }, (_, at) => ({
      id: `p${at}`,
      family: 'imperative',
      text:
        `Wording ${at}: name the relation between the two entities, one of ${LABELS.join(', ')}.\n` +
        'Sentence: {sentence}\nHead: {head}\nTail: {tail}\nAnswer with the label alone.',
    })),
  }
}
