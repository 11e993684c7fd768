import type { Role } from '../core/types/index.ts'

/** The role of one instruction, asked once on every example: what arms are made of. */
export function instructionRole(id: string): Role {
  return { name: `instruction ${id}`, pool: [id], draw: 1, trials: 1, side: 'candidate' }
}
