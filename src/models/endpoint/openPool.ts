import { createRequire } from 'node:module'
import type * as Undici from 'undici'
import type { Dispatcher, Pool } from 'undici'

/** Settings of a pool of connections; times in milliseconds, the size in bytes. */
export interface PoolOptions {
  readonly connections: number
  readonly headersTimeout: number
  readonly bodyTimeout: number
  readonly maxResponseSize: number
}

/**
 * Opens undici's pool of connections to an origin, or its agent for the proxy that the environment names, where it names
 * one. `NO_PROXY` is looked at by undici, with the origin of each request. Undici is loaded here and not at the top: a run
 * whose answers are stored opens no connection.
 */
export function openPool(origin: string, options: PoolOptions): Dispatcher {
  const load = createRequire(import.meta.url)
  const proxies = ['http_proxy', 'https_proxy'].flatMap((name) => [process.env[name], process.env[name.toUpperCase()]])
  if (proxies.every((proxy) => proxy === undefined || proxy === '')) return new (poolOf(load))(origin, options)
  const { EnvHttpProxyAgent } = load('undici') as typeof Undici
  return new EnvHttpProxyAgent(options)
}

/**
 * Loads undici's pool alone: the whole package, with its `fetch`, web sockets and caches, takes twice as long, at the start
 * of every worker. It knows `dispatch`; `request` and its like are put on it by the package's first module. Where a version of
 * undici has its parts in other places, it is loaded whole.
 */
export function poolOf(load: (name: string) => unknown): typeof Pool {
  try {
    return load('undici/lib/dispatcher/pool.js') as typeof Pool
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error
    return (load('undici') as typeof Undici).Pool
  }
}
