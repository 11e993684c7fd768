export { gateVerdict, type GateInput } from './gateVerdict.ts'
