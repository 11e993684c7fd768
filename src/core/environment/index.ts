export { readVariable, VARIABLES, writeVariables } from './variables.ts'
