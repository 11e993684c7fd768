import { styleParts } from './styleParts.ts'
import { styleBase } from './styleBase.ts'

/** The page's style: colours for light and dark, layout, charts, print. One string, because the policy knows its hash. */
export const style = `${styleBase}${styleParts}`.replaceAll(/\n\s*/g, '\n')
