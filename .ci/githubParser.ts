/** GitHub's own parsers of workflows and actions, for the tests that hold our files to them. */
import { registerHooks } from 'node:module'

/** Loads the parsers. Their schemas are imported in a way that bundlers take, and Node asks for an attribute. */
export async function githubParser() {
  const hook = registerHooks({
    load: (url, context, next) =>
      next(
        url,
        url.includes('@actions/') && url.endsWith('.json')
          ? { ...context, importAttributes: { type: 'json' } }
          : context,
      ),
  })
  try {
    const { parseAction } = await import('@actions/workflow-parser/actions/index')
    return { ...(await import('@actions/workflow-parser')), parseAction }
  } finally {
    hook.deregister()
  }
}
