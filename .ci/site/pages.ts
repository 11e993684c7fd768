/** The pages of the documentation in reading order: the sidebar of the site and `llms.txt` are made from this list. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A page of the repository, and where it stands on the site. */
export interface Page {
  /** Path below the repository's root. */
  readonly file: string
  /** Path on the site, without `.md`. */
  readonly path: string
  /** Name in the sidebar. */
  readonly title: string
  /** A few words on what a reader finds there; empty where the title says it. */
  readonly about: string
}

/** A group of the sidebar. */
export interface Section {
  readonly title: string
  readonly pages: readonly Page[]
}

/** The home page, which is no part of the sidebar. */
export const HOME: Page = {
  file: 'README.md',
  path: 'index',
  title: 'vitest-robustness',
  about: 'what the package answers, how to try it, and what a verdict means',
}

/** All other pages by section. */
export function sections(): readonly Section[] {
  return [
    section('Start', [
      guide('start', 'Getting started', 'a whole project by hand: releases, instructions, examples, accepting, gating'),
      guide(
        'newcomer',
        'First commands',
        'from an empty folder to a gate that blocks: nine commands, their time and their output',
      ),
      guide(
        'init',
        'Setting up a project',
        'what `init` finds and writes; a suite from a promptfoo config, a table or a prompt',
      ),
      guide('packs', 'Starter packs', 'suites with reviewed instructions and examples, to be copied'),
    ]),
    section('Verdicts and reports', [
      guide('limits', 'Limits and sizing', 'which limits so many examples can decide, and how to choose one'),
      guide('reading', 'Reading a report', 'the message of a claim and the page of a run, line by line'),
      guide(
        'verdicts',
        'What a verdict promises',
        'and what not: one attempt, several, a growing pool, what is not covered',
      ),
      guide(
        'baselines',
        'Baselines and repeated gating',
        'accepting a release, waivers, and the rules that keep the promise over many gates',
      ),
      guide(
        'verification',
        'Verification',
        'what `report --verify` recomputes, signed evidence, and what no hash can stop',
      ),
      guide('history', 'History', 'claims over the releases of a project'),
    ]),
    section('Checks', [
      guide('claims', 'Claims', 'every matcher, with its limits and options; judges; claims of your own'),
      guide('perturbations', 'Perturbations', 'changed prompts, and perturbations of your own'),
      guide('metrics', 'Metrics', 'what a measured grid reports, and metrics of your own'),
      guide('answers', 'How answers are read', 'the order in which each task looks for an answer'),
    ]),
    section('Models and data', [
      guide('providers', 'Providers', 'origin, key and known ways of each provider'),
      guide('store', 'Recorded answers', 'the store in files, from parallel jobs of CI, and shared by a team'),
      guide('serving', 'Serving models', 'endpoints, their modes and errors, and the models of the study'),
      guide('formats', 'File formats', 'datasets, instruction sets, prompt formats and recorded logs'),
      guide('study', 'Published tables', "the study's questions, asked of tables that others have published"),
      guide('budgets', 'Plans, budgets, prices', 'what a gate costs, before and while it runs'),
    ]),
    section('CI', [
      guide('ci', 'In CI', 'shards, outputs, exit codes'),
      guide('export', 'The table of observations', 'exports as CSV or Parquet, and recipes for other formats'),
    ]),
    section('Other tools', [
      guide(
        'migrating',
        'Coming from another tool',
        'promptfoo, lm-evaluation-harness, inspect, vitest-evals, evalite: their logs, or a suite next to theirs',
      ),
      guide('beside', 'Beside other tools', 'what each is for, what it does better, and how it decides'),
    ]),
    section('Reference', [
      guide('api', 'API', 'every public name with its declaration and an example, from the sources'),
      guide('list', 'What ships', 'every perturbation, matcher, reader, task and metric'),
      guide('glossary', 'Words', 'one word for one thing'),
      guide('promises', 'What a version promises', 'what stays the same, how changes are announced, where it runs'),
      page('CHANGELOG.md', 'changelog', 'Changes', 'what changed from version to version'),
    ]),
    section('Inside', [
      page(
        'CONTRIBUTING.md',
        'contributing',
        'Extending',
        'how to add a claim, a task, a perturbation, a metric, a reader or an adapter',
      ),
      guide('releasing', 'Releasing', 'from a version number to a published package'),
      guide('performance', 'What a run costs', 'a whole run beside its calls alone and beside vitest, as ratios'),
      guide('architecture', 'Architecture', 'the rooms of the code, and how one claim goes through them'),
      page('bench/results/README.md', 'bench/index', 'What the benchmarks show', 'the figures behind the promises'),
      page(
        'bench/results/sizing.md',
        'bench/sizing',
        'How many examples a limit takes',
        'the least limit by the number of sources',
      ),
      page(
        'bench/results/gates.md',
        'bench/gates',
        'Beside gates on mean scores',
        'the gate and others with as many calls',
      ),
      page(
        'bench/results/seeds.md',
        'bench/seeds',
        'Other orders of the examples',
        'the reference suites over 100 seeds',
      ),
      page(
        'bench/results/study.md',
        'bench/study',
        'The study on the embedded family',
        'four hypotheses decided, and accuracy by task and size measured',
      ),
      page(
        'bench/results/perturbation-ranking.md',
        'bench/perturbation-ranking',
        'Perturbations by damage',
        'what each does to the embedded model',
      ),
    ]),
    section('Decisions', decisions()),
  ]
}

/** Every page of the site. */
export function allPages(): readonly Page[] {
  return [HOME, ...sections().flatMap(({ pages }) => pages)]
}

function section(title: string, pages: readonly Page[]): Section {
  return { title, pages }
}

function guide(name: string, title: string, about: string): Page {
  return page(`docs/${name}.md`, name, title, about)
}

function page(file: string, path: string, title: string, about: string): Page {
  if (!existsSync(join(ROOT, file))) throw new Error(`.ci/site/pages.ts names ${file}, which is not there`)
  return { file, path, title, about }
}

/** The decisions say their own titles: `# 5. A part of the capital bets on the end of the pool`. */
function decisions(): readonly Page[] {
  const files = readdirSync(join(ROOT, 'docs/decisions')).filter((file) => file.endsWith('.md'))
  return files.toSorted().map((file) => {
    const [, title = file] = /^# (.+)$/m.exec(readFileSync(join(ROOT, 'docs/decisions', file), 'utf8')) ?? []
    return page(`docs/decisions/${file}`, `decisions/${file.replace(/\.md$/, '')}`, title, '')
  })
}
