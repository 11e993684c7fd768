/** A small strict reader of OpenMetrics text, written from the specification's grammar. For tests only. */

export interface MetricFamily {
  readonly name: string
  readonly type: string
  readonly samples: {
    readonly name: string
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
  }[]
}

const SUFFIXES: Readonly<Record<string, string>> = { gauge: '', stateset: '', info: '_info' }

/** Throws on whatever the grammar does not allow, or a family that comes twice, or a sample that comes twice. */
export function parseOpenMetrics(text: string): MetricFamily[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('no # EOF at the end')
  const families: MetricFamily[] = []
  const seen = new Set<string>()
  for (const line of text.slice(0, -'# EOF\n'.length).split('\n').slice(0, -1)) {
    const type = /^# TYPE ([a-z_][a-z\d_]*) (gauge|info|stateset)$/.exec(line)
    const family = families.at(-1)
    if (type) {
      if (families.some(({ name }) => name === type[1])) throw new Error(`${type[1]} twice`)
      families.push({ name: type[1]!, type: type[2]!, samples: [] })
      continue
    }
    const help = /^# HELP ([a-z_\d]+) ((?:[^\\"]|\\[\\"n])*)$/.exec(line)
    if (help && help[1] === family?.name) continue
    const sample = /^([a-z_\d]+)\{(.*)\} (-?\d[\d.e+-]*)$/su.exec(line)
    if (!family || !sample || sample[1] !== family.name + SUFFIXES[family.type]!) throw new Error(`not a line: ${line}`)
    const key = `${sample[1]}{${sample[2]}}`
    if (seen.has(key)) throw new Error(`${key} twice`)
    seen.add(key)
    const labels = parseLabels(sample[2]!)
    if (family.type === 'stateset' && !(family.name in labels)) throw new Error(`a state without its label: ${line}`)
    family.samples.push({ name: sample[1]!, labels, value: Number(sample[3]) })
  }
  return families
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  let rest = text
  while (rest !== '') {
    const found = /^([a-z_][a-z\d_]*)="((?:[^\\"\n]|\\[\\"n])*)"(?:,(?=.)|$)/su.exec(rest)
    if (!found || Object.hasOwn(labels, found[1]!)) throw new Error(`not a label: ${rest}`)
    labels[found[1]!] = found[2]!.replaceAll(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark))
    rest = rest.slice(found[0].length)
  }
  return labels
}
