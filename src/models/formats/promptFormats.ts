/** A prompt format in a table. */
export interface PromptFormatRow {
  readonly summary: string
  /** The source of its bytes. */
  readonly source: string
}

/** The prompt formats that the package exports, by the name that they are imported by. */
export const promptFormats: Readonly<Record<string, PromptFormatRow>> = {
  plain: {
    summary: 'the question as it is: Flan-T5, T0, and chat endpoints, which frame it themselves',
    source: 'own',
  },
  alpaca: {
    summary: 'Stanford Alpaca, without input',
    source: 'tatsu-lab/stanford_alpaca, train.py',
  },
  alpacaWithInput: {
    summary: 'Stanford Alpaca: the question up to a mark is the instruction, the rest the input',
    source: 'tatsu-lab/stanford_alpaca, train.py',
  },
  fastchatAlpaca: {
    summary: "FastChat's Alpaca, with the text on the line of `### Instruction:`",
    source: 'lm-sys/FastChat, fastchat/conversation.py',
  },
  vicunaV0: { summary: 'Vicuna, weights v0', source: 'lm-sys/FastChat, fastchat/conversation.py' },
  vicunaV11: { summary: 'Vicuna, weights v1.1 and later', source: 'lm-sys/FastChat, fastchat/conversation.py' },
  wizardlm7b: { summary: 'WizardLM 7B V1.0', source: 'nlpxucan/WizardLM, WizardLM/README.md' },
  wizardlm13b: {
    summary: 'WizardLM 13B and 30B V1.0',
    source: 'nlpxucan/WizardLM, WizardLM/src/infer_wizardlm13b.py',
  },
  chatMessages: { summary: 'messages for chat endpoints, with a system text and example turns', source: 'own' },
  chatTemplate: { summary: "a model's own chat template (Jinja), from its folder", source: "the model's folder" },
}
