import { cells } from './cells.ts'
import { diff } from './diff.ts'
import { dom } from './dom.ts'
import { flips } from './flips.ts'
import { list } from './list.ts'
import { page } from './page.ts'

/**
 * The page's script, as text: it only ever makes elements by name and text nodes, so that no text becomes markup. Parts
 * in the order in which they need each other.
 */
export const script = `'use strict';(() => {${[dom, diff, list, flips, cells, page].join('')}})()`
