import type { PromptFormat } from '../../core/types/index.ts'
import { vicunaV11 } from './vicunaV11.ts'

/**
 * This is the format of WizardLM 13B and 30B V1.0, which is Vicuna v1.1's form. The project's README shows a blank
 * after `ASSISTANT:`, its code has none, and the code is what ran. Source: nlpxucan/WizardLM,
 * WizardLM/src/infer_wizardlm13b.py.
 *
 * @example
 * wizardlm13b.render('Is Oslo in Norway?').endsWith(' USER: Is Oslo in Norway? ASSISTANT:') // => true
 */
export const wizardlm13b: PromptFormat = { ...vicunaV11, name: 'wizardlm-13b' }
