export { compileSchema } from './compileSchema.ts'
export type { DatasetLine, SchemaName, SchemaTypes, InstructionEntry, InstructionSetFile } from './schemaTypes.ts'
export { problems, type Problem, prepareSchemas, validate } from './validate.ts'
export { schemas } from './schemas.ts'
