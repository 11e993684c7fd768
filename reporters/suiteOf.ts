/** A test's full name in two: its suites (empty where there are none) and its own name. */
export function suiteOf(title: string): { readonly suite: string; readonly name: string } {
  const at = title.lastIndexOf(' > ')
  return at === -1 ? { suite: '', name: title } : { suite: title.slice(0, at), name: title.slice(at + 3) }
}
