import type { AnswerForm } from '../../core/types/index.ts'

/** Returns a task's tools and schema in the fields of a chat completion; empty without a form. */
export function chatFields({ tools, schema }: AnswerForm = {}): Record<string, unknown> {
  return {
    ...(tools === undefined
      ? {}
      : { tools: tools.map((tool) => ({ type: 'function', function: tool })), tool_choice: 'auto' }),
    ...(schema === undefined ? {} : { response_format: { type: 'json_schema', json_schema: { name: NAME, schema } } }),
  }
}

/** Returns the same in the fields of OpenAI's responses, where a tool is strict unless it says otherwise. */
export function responsesFields({ tools, schema }: AnswerForm = {}): Record<string, unknown> {
  return {
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map((tool) => ({ type: 'function', strict: false, parameters: null, ...tool })),
          tool_choice: 'auto',
        }),
    ...(schema === undefined ? {} : { text: { format: { type: 'json_schema', name: NAME, schema } } }),
  }
}

/** Endpoints want a name for a schema, and some show it to the model. */
const NAME = 'answer'
