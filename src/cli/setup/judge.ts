import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import {
  checkRubric,
  judgeDoubt,
  judgeFigures,
  judgeHash,
  readVerdict,
  rubricPrompt,
  wantedVerdict,
  type Share,
} from '../../core/judge/index.ts'
import { quote } from '../../core/text/index.ts'
import { UsageError, type JudgeCard, type Release } from '../../core/types/index.ts'
import { validate } from '../../schemas/index.ts'
import { readHumanLabels, readText, type HumanLabel } from '../../sources/index.ts'
import type { Command } from '../common/command.ts'
import { askedRelease } from './askedRelease.ts'

/** Measures a judging model against human labels and writes its card. */
export const judge: Command = {
  name: 'judge',
  summary: 'measure how far a judging model agrees with humans, and write its card',
  takes: '<human labels>',
  help: [
    'Asks the judge twice about every answer that a human has judged, and writes both verdicts beside the human’s. A task of',
    'free answers gates only with such a card of its very judge: commit it. Exits with 1 where the judge may not gate.',
    'Labels are JSON lines:',
    '  {"question": "…", "reference": "…", "answer": "…", "human": true}',
    'The rubric asks for yes or no, or declares its words in its first line:',
    "  verdict: { right: 'correct', wrong: 'incorrect' }",
    '',
    '  npx vitest-robustness judge labels.jsonl --release ./models.ts#judge --rubric rubric.md --output judge.json',
  ],
  options: {
    release: {
      type: 'string',
      short: 'r',
      value: 'release',
      describe: "who judges: a name of the config's releases, or module#export",
    },
    rubric: { type: 'string', value: 'file', describe: 'what it is asked: {question}, {reference}, {answer}' },
    output: { type: 'string', short: 'o', value: 'file', describe: 'where the card goes; default: it is not written' },
    'min-agreement': {
      type: 'string',
      value: 'share',
      describe: 'least lower end of the agreement at which the judge may gate, as in the suite; default 0.8',
    },
  },
  most: 1,
  async run({ values, positionals }, io) {
    const [path] = positionals
    const { release: spec, rubric: file, output } = values
    if (path === undefined) throw new UsageError('judge needs a file of human labels')
    if (typeof spec !== 'string' || typeof file !== 'string')
      throw new UsageError('judge needs --release ./module.ts#export and --rubric file')
    const minAgreement = Number(values['min-agreement'] ?? 0.8)
    if (!(minAgreement > 0 && minAgreement < 1))
      throw new UsageError(`judge: --min-agreement must be above 0 and below 1, not ${String(values['min-agreement'])}`)
    const rubric = readText(resolve(io.cwd, file))
    checkRubric(rubric, file)
    const labels = readHumanLabels(resolve(io.cwd, path))
    const { release, close } = await askedRelease(spec, io.cwd)
    try {
      const items = await judgeAll(labels, rubric, release)
      const { model, revision } = release
      const card: JudgeCard = { schema: 1, judge: judgeHash(release, rubric), model, revision, items }
      const doubt = judgeDoubt({ release: spec, rubric, card, minAgreement }, card.judge)
      io.out(`${lines(card)}gates              ${doubt === null ? 'yes' : `no: ${doubt}`}\n`)
      if (typeof output === 'string') {
        await mkdir(dirname(resolve(io.cwd, output)), { recursive: true })
        await writeFile(resolve(io.cwd, output), `${JSON.stringify(validate('judge-card', card, output), null, 1)}\n`)
      }
      return doubt === null ? 0 : 1
    } finally {
      await close()
    }
  },
}

/** The number of labels, none of them with a readable verdict, after which the rubric is at fault and not the judge. */
const UNREAD = 5

async function judgeAll(labels: readonly HumanLabel[], rubric: string, release: Release): Promise<JudgeCard['items']> {
  const items: JudgeCard['items'][number][] = []
  let next = 0
  let unread = 0
  let read = false
  const ask = async (label: HumanLabel, trial: number) => {
    const prompt = release.format.render(rubricPrompt(rubric, label))
    const answer = await release.ask({ prompt, seed: trial, trial, signal: new AbortController().signal })
    const said = 'outcome' in answer ? `${answer.outcome}: ${answer.reason}` : answer.text
    return { said, verdict: 'outcome' in answer ? null : readVerdict(answer.text, rubric) }
  }
  const work = async (): Promise<void> => {
    while (next < labels.length) {
      const at = next++
      const label = labels[at]!
      const [first, second] = await Promise.all([ask(label, 0), ask(label, 1)])
      read ||= first.verdict !== null || second.verdict !== null
      unread += 1
      if (!read && unread >= UNREAD) {
        const last = `the last: ${quote(second.said, 80)}`
        throw new UsageError(`judge: none of ${2 * unread} verdicts can be read, ${last}; ${wantedVerdict(rubric)}`)
      }
      items[at] = { ...label, judged: first.verdict, again: second.verdict }
    }
  }
  await Promise.all(Array.from({ length: Math.max(1, Math.min(release.concurrency, labels.length)) }, work))
  return items
}

function lines(card: JudgeCard): string {
  const { agreement, kappa, leniency, noise } = judgeFigures(card)
  return [
    `judge              ${card.model}${card.revision === null ? '' : ` (${card.revision})`}, ${card.judge.slice(0, 12)}`,
    `agrees with humans ${share(agreement)}`,
    `beyond chance      ${kappa === null ? 'not defined: one side says one thing only' : `kappa ${kappa.toFixed(3)}`}`,
    `lets wrong pass    ${share(leniency)}`,
    `own noise          ${share(noise)}`,
    '',
  ].join('\n')
}

function share(found: Share | null): string {
  if (found === null) return 'not defined: there are none'
  const [low, high] = found.interval
  return `${found.count} of ${found.of}, 95% interval ${low.toFixed(3)} to ${high.toFixed(3)}`
}
