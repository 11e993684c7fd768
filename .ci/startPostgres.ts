/** Starts a Postgres for tests: a new cluster in a temporary folder, on a free port of loopback. */
import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TestPostgres {
  readonly version: string
  /** Makes an empty database and returns its URL, password included. */
  readonly database: (options?: string) => string
  readonly password: string
  /** Asks a database, or changes it, with the server's own client. */
  readonly psql: (url: string, sql: string) => string
  /** Ends all connections to it, as a server that restarts does. */
  readonly cut: () => void
  readonly stop: () => void
  readonly remove: () => void
}

/** Finds the folder of Debian's newest server, or of POSTGRES_BIN; `null` where there is none. */
export function postgresBin(): string | null {
  const named = process.env['POSTGRES_BIN']
  if (named) return named
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb'))) ?? null
}

const DEBIAN = '/usr/lib/postgresql'

/** Starts it. A server refuses to run as root, so root runs it as the user `postgres`. */
export async function startPostgres(bin: string): Promise<TestPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const user = process.getuid?.() === 0 ? idsOf('postgres') : {}
  const password = 'planted/s3cret p@ss%'
  const port = await freePort()
  const data = join(folder, 'data')
  mkdirSync(data)
  writeFileSync(join(folder, 'password'), `${password}\n`)
  if (user.uid !== undefined) {
    for (const path of [folder, data, join(folder, 'password')]) chownSync(path, user.uid, user.gid ?? user.uid)
  }
  const own = (command: string, args: readonly string[]) =>
    execFileSync(join(bin, command), args, {
      ...user,
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const psql = (sql: string, database = 'postgres') =>
    execFileSync(
      join(bin, 'psql'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'tester', '-d', database, '-c', sql],
      {
        env: { ...process.env, PGPASSWORD: password },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
  own('initdb', [
    '-D',
    data,
    '-U',
    'tester',
    '--auth=scram-sha-256',
    `--pwfile=${join(folder, 'password')}`,
    '-E',
    'UTF8',
  ])
  // It skips syncing to disk: the order among writers is tested, not a power cut.
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off`
  own('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'])
  let made = 0
  return {
    version: own('postgres', ['--version']).trim(),
    password,
    database(setting) {
      const name = `history_${++made}`
      psql(`create database ${name}`)
      if (setting !== undefined) psql(`alter database ${name} set ${setting}`)
      return `postgres://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`
    },
    psql: (url, sql) => psql(sql, new URL(url).pathname.slice(1)),
    cut: () => void psql('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'),
    stop: () => void own('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function idsOf(name: string): { uid?: number; gid?: number } {
  const id = (kind: string) => Number(execFileSync('id', [kind, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
