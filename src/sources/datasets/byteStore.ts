/** Bytes that are gathered piece by piece and taken as one. Pieces are copied: the reader uses its buffer again. */
export class ByteStore {
  #pieces: Uint8Array[] = []
  size = 0

  add(piece: Uint8Array): void {
    if (piece.length === 0) return
    this.#pieces.push(piece.slice())
    this.size += piece.length
  }

  /** All bytes since the last call. */
  take(): Uint8Array {
    const [first] = this.#pieces
    const whole = this.#pieces.length === 1 && first ? first : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.size = 0
    return whole
  }
}
