export { optionalImport } from './optionalImport.ts'
