import type { Role } from '../types/index.ts'

/** In a claim about instructions in general: the role that draws from many instructions asks the one that is the unit. */
export function narrowRole(role: Role, template: string): Role {
  return role.pool.length > 1 ? { ...role, pool: [template], draw: 1 } : role
}
