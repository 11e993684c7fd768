/** The releases of the embedded family by their place in its list, since an export needs a name before the list is read. */
import { fromFolder } from 'vitest-robustness/models'
import { FOLDERS } from './family.ts'

// Two at once, since two files of the study may ask the same size.
export const [size1, size2, size3, size4, size5, size6] = FOLDERS.map(
  ([name]) =>
    () =>
      fromFolder(`fixtures/models/${name}`, { concurrency: 2 }),
)
