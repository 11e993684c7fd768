import type { ClaimAnnotation } from '../../core/wording/index.ts'
import type { RobustTest } from './robustTest.ts'

/**
 * Shows a claim beside its test in vitest's own reporters: one annotation, with a summary attached where the claim needs
 * a look. A try that says what an earlier one said adds nothing. Nothing is at stake here: the verdict stands without it.
 */
export async function annotateTest(
  { task, annotate }: Pick<RobustTest, 'task' | 'annotate'>,
  { type, message, summary }: ClaimAnnotation,
): Promise<void> {
  if (task.annotations.some((known) => known.type === type && known.message === message)) return
  try {
    // Bytes, because vitest 4 takes a string for base64.
    await (summary === null
      ? annotate(message, type)
      : annotate(message, type, { contentType: 'text/markdown', body: new TextEncoder().encode(summary) }))
  } catch {
    // Vitest refuses annotations of a test that has ended, at its timeout or because it did not wait for its claim.
  }
}
