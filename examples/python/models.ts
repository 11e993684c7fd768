/** Three releases of a Python program: each is asked by lines of JSON. What it is made of is its revision. */
import { fromCommand } from 'vitest-robustness/models'

const revisionOf = ['answer.py', 'train.csv']

export const v1 = () => fromCommand('python3 answer.py --rows 60', { revisionOf })
export const v2 = () => fromCommand('python3 answer.py --rows 40', { revisionOf })
/** Learnt from too little. */
export const v3 = () => fromCommand('python3 answer.py --rows 6', { revisionOf })
