export {
  camelCased,
  type Connection,
  type Database,
  inTransaction,
  insertion,
  storable,
  type Value,
} from './connection.ts'
export { inWords } from './failures.ts'
export { migrate, type Migrations } from './migrate.ts'
export { openPostgres } from './postgres.ts'
