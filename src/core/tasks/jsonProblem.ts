/** What is wrong with a value under a schema, in a few words, or `null`. Made outside: `core` knows no validator. */
export type JsonProblem = (value: unknown) => string | null
