import { counted } from '../../core/report/index.ts'
import type { Command } from '../command.ts'
import { facts } from '../layOut.ts'
import { openBaseline } from '../openBaseline.ts'

/** Prints what was accepted. */
export const baselineShow: Command = {
  name: 'baseline show',
  summary: 'print which release is accepted, since when, and on what evidence',
  takes: '[baseline folder]',
  help: [
    'Without a folder: the one baseline in baselines/ or fixtures/baselines/. The cells are read and their sha256 checked.',
  ],
  options: {},
  most: 1,
  async run({ positionals }, io) {
    const { folder, id, baseline, cells, bytes } = await openBaseline(io.cwd, positionals[0])
    const { release, claims } = baseline
    const gating = claims.filter(({ advisory }) => !advisory).length
    const lines = [
      ...facts({
        baseline: id,
        folder,
        line: baseline.line,
        release: `${release.name} (${release.model}, ${release.revision ?? 'no immutable revision'})`,
        accepted: baseline.acceptedOn,
        claims: `${counted(gating, 'gating claim')}, ${claims.length - gating} advisory`,
        seen: counted(baseline.seen.length, 'instruction'),
        size: `${counted(cells.length, 'cell')} in ${(bytes / 1000).toFixed(1)} kB`,
      }),
      ...[...Map.groupBy(cells, ({ task }) => task)].map(([task, own]) => {
        const mean = own.reduce((sum, { score }) => sum + score, 0) / own.length
        return `  ${task}: ${counted(own.length, 'cell')}, mean score ${mean.toFixed(3)}`
      }),
    ]
    io.out(`${lines.join('\n')}\n`)
    return 0
  },
}
