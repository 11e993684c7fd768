import { readdir } from 'node:fs/promises'

/** Merged file first, then segments by name, which begins with the time they were opened. */
export async function storeFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return names.filter((name) => name === 'answers.jsonl' || /^segment-.*\.jsonl$/.test(name)).toSorted()
}
