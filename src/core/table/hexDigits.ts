const DIGITS = '0123456789abcdef'

/** The value that stands for a character which is no hexadecimal digit in lower case. */
export const NO_DIGIT = 16

/** The value of each hexadecimal digit by its character's code, as far as the codes of ASCII go. */
export const HEX_DIGITS: Readonly<Uint8Array> = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = DIGITS.indexOf(String.fromCharCode(code))
  return value === -1 ? NO_DIGIT : value
})
