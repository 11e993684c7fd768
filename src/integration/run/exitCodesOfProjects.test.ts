import { playTable } from './exitTable.testing.ts'

playTable('this process')
