/** One answer that a human has judged, and what the judge said of it, twice. */
export interface JudgedItem {
  readonly question: string
  readonly reference: string
  readonly answer: string
  /** Whether a human called the answer right. */
  readonly human: boolean
  /** The judge's first and second verdict; `null` where it gave none that can be read. */
  readonly judged: boolean | null
  readonly again: boolean | null
}

/** A committed file: how far a judge agrees with humans. Made by `vitest-robustness judge`. */
export interface JudgeCard {
  readonly schema: 1
  /** `judgeHash` of the judge that was measured. */
  readonly judge: string
  readonly model: string
  readonly revision: string | null
  readonly items: readonly JudgedItem[]
}

/** Who scores free answers. */
export interface Judge {
  /** Release of the config that judges; `null` where a function does. */
  readonly release: string | null
  /** What it is asked, with `{question}`, `{reference}` and `{answer}`; of a function, its name and source. */
  readonly rubric: string
  readonly card: JudgeCard | null
  /** Least lower bound of the agreement with humans at which the judge may gate, in (0, 1). */
  readonly minAgreement: number
}

/** What a judge said of one answer: the verdict can be read again from it. */
export interface Judgement {
  /** sha256 of the request (the store's key). */
  readonly key: string
  readonly raw: string
  readonly model: string
}
