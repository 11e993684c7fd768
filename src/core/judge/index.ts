export { judgeDoubt, judgeFigures, type JudgeFigures, type Share, judgeHash } from './judgeCard.ts'
export { readVerdict, checkRubric, rubricPrompt, wantedVerdict, type RubricFields } from './rubric.ts'
