/** Name of the vitest project that robust suites run in. */
export const PROJECT = 'robustness'
