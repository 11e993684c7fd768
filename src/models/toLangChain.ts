import type { Release } from '../core/types/index.ts'
import { chatModelClass, type ReleaseChatModel } from './langchain/chatModelClass.ts'

/**
 * A release as a LangChain chat model, over the same connection pool: for chains, agents and judges that take one. One
 * that is not open to messages gets the last question in its own format. It has no cache and no retries of its own; a
 * prompt that is refused, filtered or too long throws.
 */
export async function toLangChain(release: Release): Promise<ReleaseChatModel> {
  const Model = await chatModelClass()
  return new Model(release)
}
