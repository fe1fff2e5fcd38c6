/** The API as an OpenAPI 3.1 document, made from the contract: `npm run center -- openapi`, and served as /openapi.json. */
import { z } from 'zod';
import { calls, Problem } from './contract/index.ts';
import { importCall, operatorCalls } from './contract/operator.ts';

interface Call {
  readonly path: string;
  readonly request: z.ZodType;
  readonly answer: z.ZodType;
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...body } = z.toJSONSchema(schema, { target: 'draft-2020-12', io });
  return body;
}

function json(description: string, schema: unknown, type = 'application/json') {
  return { description, content: { [type]: { schema } } };
}

const problem = json('No, and why (RFC 9457)', { $ref: '#/components/schemas/Problem' }, 'application/problem+json');

function operation(name: string, tag: string, { request, answer }: Call) {
  return {
    operationId: name,
    tags: [tag],
    requestBody: { required: true, content: { 'application/json': { schema: schemaOf(request, 'input') } } },
    responses: { 200: json('Done, also where it had been done before', schemaOf(answer, 'output')), default: problem },
  };
}

function importOperation() {
  const content = Object.keys(importCall.types).map((type) => [type, { schema: { type: 'string' } }]);
  return {
    operationId: 'import',
    tags: ['operator'],
    requestBody: { required: true, content: Object.fromEntries(content) },
    responses: { 200: json('What each line came to', schemaOf(importCall.answer, 'output')), default: problem },
  };
}

function paths(tag: string, all: Readonly<Record<string, Call>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(all).map(([name, call]) => [call.path, { post: operation(name, tag, call) }]),
  );
}

export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Wester Kiosk: points center',
      version: '1',
      description:
        'Every call is a POST with a JSON body. Every changing call may be repeated with the same id and gets the first answer. Calls tagged `station` and `operator` are served on different ports.',
    },
    paths: {
      ...paths('station', calls),
      ...paths('operator', operatorCalls),
      [importCall.path]: { post: importOperation() },
    },
    components: { schemas: { Problem: schemaOf(Problem, 'output') } },
  };
}
