import { describe } from 'vitest'
import { freshFolder } from './host.testing.ts'
import { inspectStore, rewriteStore } from './store.ts'
import { storeContract } from './storeContract.testing.ts'

describe('a store in a folder keeps the contract', () => {
  storeContract(async () => {
    const storeFolder = await freshFolder()
    return {
      options: { storeFolder },
      async entries() {
        // Segments that another process of these tests still had open are merged by whoever comes next.
        await rewriteStore(storeFolder)
        const store = await inspectStore(storeFolder)
        const entries = [...store.entries()]
        store.close()
        return entries
      },
    }
  })
})
