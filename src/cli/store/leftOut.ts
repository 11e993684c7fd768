import { visible } from '../../core/text/index.ts'
import { damageInWords, type InspectedStore } from '../../host/index.ts'

/** The lines of a store that are no recorded answers, for a command that passes over them: text for the error output. */
export function leftOut({ damaged }: Pick<InspectedStore, 'damaged'>, cwd: string): string {
  return damaged.map((line) => `left out  ${visible(damageInWords(line, cwd))}\n`).join('')
}
