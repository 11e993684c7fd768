import { UsageError } from '../core/types/index.ts'

/** An answer is missing that nobody may ask for here: the test that needs it is held back, and nobody did anything wrong. */
export class HeldBackError extends UsageError {}
