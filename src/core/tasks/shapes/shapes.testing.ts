import { commitmentsShapes } from './commitments.testing.ts'
import { labelsShapes } from './labels.testing.ts'
import { openShapes } from './open.testing.ts'
import { optionsShapes } from './options.testing.ts'
import type { ShapeGroup } from './shape.testing.ts'

/** Texts as models write them, over all kinds of task. What is read of them is pinned to the readers' versions. */
export const shapes: readonly ShapeGroup[] = [...optionsShapes, ...labelsShapes, ...openShapes, ...commitmentsShapes]
