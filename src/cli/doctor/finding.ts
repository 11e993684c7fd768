/** The result of a check of `doctor`, in one line. */
export interface Finding {
  /** `wrong` stops a run or spoils it; `note` is worth knowing. */
  readonly level: 'ok' | 'note' | 'wrong'
  readonly text: string
}

export function ok(text: string): Finding {
  return { level: 'ok', text }
}

export function note(text: string): Finding {
  return { level: 'note', text }
}

export function wrong(text: string): Finding {
  return { level: 'wrong', text }
}
