import type { claimKinds } from '../claims/index.ts'
import type { ClaimKind } from '../core/words/index.ts'

type OptionsOf<Kind> = Kind extends ClaimKind<infer Options> ? Options : never

/** The matchers as `expect` shows them: made from the registry of claims. */
export type RobustnessMatchers = {
  readonly [Name in keyof typeof claimKinds]: (options: OptionsOf<(typeof claimKinds)[Name]>) => Promise<void>
}

declare module 'vitest' {
  // oxlint-disable-next-line typescript/no-empty-object-type, no-unused-vars -- declaration merging
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends RobustnessMatchers {}
}
