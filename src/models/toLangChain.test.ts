import { ChatPromptTemplate } from '@langchain/core/prompts'
import { StringOutputParser } from '@langchain/core/output_parsers'
import { AIMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages'
import { expect, it, onTestFinished } from 'vitest'
import { alpaca, chatMessages, fastchatAlpaca, vicunaV11 } from './formats/index.ts'
import { fromFunction } from './fromFunction.ts'
import { fromLangChain } from './fromLangChain.ts'
import { openAICompatible } from './openAICompatible.ts'
import { json, serve } from './endpoint/loopback.testing.ts'
import { releaseContract } from './releaseContract.ts'
import { toLangChain } from './toLangChain.ts'

it('puts a release into a chain, over its own pool', async () => {
  const usage = { prompt_tokens: 4, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 8 } }
  const { origin, seen } = await serve(
    json(200, { model: 'm-1', choices: [{ message: { content: 'yes' }, finish_reason: 'stop' }], usage }),
  )
  const release = openAICompatible({
    origin,
    model: 'm',
    revision: '1',
    parameters: { temperature: 0 },
    format: chatMessages(),
  })
  onTestFinished(() => release.close?.())
  const model = await toLangChain(release)
  const chain = ChatPromptTemplate.fromMessages([
    ['system', 'Be brief.'],
    ['human', '{q}'],
  ])
    .pipe(model)
    .pipe(new StringOutputParser())
  expect(await chain.invoke({ q: 'is it?' })).toBe('yes')
  expect(seen[0]?.body['messages']).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'is it?' },
  ])
  const message = await model.invoke('is it?')
  expect(message.usage_metadata).toEqual({
    input_tokens: 4,
    output_tokens: 9,
    total_tokens: 13,
    output_token_details: { reasoning: 8 },
  })
  expect(message.response_metadata).toMatchObject({ model_name: 'm-1', finish_reason: 'stop' })

  // It is a LangChain model like any other, so it can be a release again.
  const again = () => fromLangChain(model, { revision: '1' })
  expect(again()).toMatchObject({ model: 'm', parameters: { temperature: 0 } })
  expect(await releaseContract(again, 'is it?')).toEqual([])
})

it('renders turns in the format of the release, and throws what is no answer', async () => {
  const prompts: string[] = []
  const who = { model: 'f', revision: null }
  const model = await toLangChain(
    fromFunction({
      model: 'f',
      format: vicunaV11,
      ask: async (prompt) => {
        prompts.push(prompt)
        return prompts.length < 4 ? 'yes' : { outcome: 'refused', reason: 'I will not', who }
      },
    }),
  )
  await model.invoke('Q')
  await model.invoke([new HumanMessage('a'), new AIMessage('b'), new HumanMessage('c')])
  expect(prompts[0]).toBe(vicunaV11.render('Q'))
  expect(prompts[1]).toMatch(/USER: a ASSISTANT: b<\/s>USER: c ASSISTANT:$/)
  const withSystem = [new SystemMessage('S.'), new HumanMessage('a'), new AIMessage('b'), new HumanMessage('c')]
  await model.invoke(withSystem)
  expect(prompts[2]).toBe('S. USER: a ASSISTANT: b</s>USER: c ASSISTANT:')
  await expect(model.invoke('Q')).rejects.toThrow('refused: I will not')
  const ask = async () => 'yes'
  const [alpacas, turnsOnly] = await Promise.all(
    [alpaca, fastchatAlpaca].map((format) => toLangChain(fromFunction({ model: 'f', format, ask }))),
  )
  await expect(alpacas?.invoke(withSystem)).rejects.toThrow(
    'the format alpaca takes no such messages (system, user, assistant, user): take chatMessages()',
  )
  await expect(turnsOnly?.invoke(withSystem)).rejects.toThrow('takes no such messages')
  expect((await turnsOnly?.invoke(withSystem.slice(1)))?.text).toBe('yes')
  await expect(model.invoke([new SystemMessage('S')])).rejects.toThrow('takes no such messages (system)')
  const tool = new ToolMessage({ content: 't', tool_call_id: '1' })
  await expect(model.invoke([tool, new HumanMessage('a')])).rejects.toThrow('takes no such messages (tool, user)')
})
