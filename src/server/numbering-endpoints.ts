import { listCounters, previewPattern, raiseCounter } from '../kernel/numbering/screen.ts';
import { done, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody } from './request-values.ts';

/* What the numbering screen shows beside the rules themselves, which are records (P.5). */
const string = { type: 'string' };
const counter = { type: 'object', properties: { key: string, next: { type: 'integer' } }, required: ['key', 'next'] };
const series = {
  type: 'object',
  properties: {
    declaration: string,
    label: string,
    name: string,
    field: string,
    pattern: string,
    own: { type: 'boolean' },
    declared: string,
    sample: string,
    counters: { type: 'array', items: counter },
  },
  required: ['declaration', 'name', 'pattern', 'sample', 'counters'],
};
export const numberingEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/counter',
    operation: 'core.counter.list',
    tag: 'core',
    summary: said('编号规则与计数器', 'Patterns and counters'),
    permission: 'core.numbering.read',
    parameters: [text('declaration', '档案或单据', 'Declaration')],
    answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: series } }, required: ['data'] }, description: done } },
    codes: [],
    handle: ({ kernel, call, query }) => listCounters(kernel.environment, call, query.get('declaration')),
  },
  {
    method: 'POST',
    path: '/api/core/counter/raise',
    operation: 'core.counter.raise',
    tag: 'core',
    summary: said('调高下一个编号', 'Raise the next number'),
    permission: 'core.numbering.update',
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: { declaration: string, key: string, next: { type: 'integer', minimum: 1 } },
        required: ['declaration', 'key', 'next'],
        additionalProperties: false,
      },
      required: true,
    },
    answers: { 200: { schema: { type: 'object' }, description: done } },
    codes: ['field.required', 'field.choice', 'field.format', 'field.range', 'number.taken'],
    handle: ({ kernel, call, body }) => raiseCounter(kernel.environment, call, objectBody(body)),
  },
  {
    method: 'GET',
    path: '/api/core/numbering/preview',
    operation: 'core.numbering.preview',
    tag: 'core',
    summary: said('编号规则的样例', 'A number by this pattern'),
    permission: 'core.numbering.read',
    parameters: [text('declaration', '档案或单据', 'Declaration'), text('pattern', '编号规则', 'Pattern')],
    answers: { 200: { schema: { type: 'object', properties: { pattern: string, sample: string }, required: ['pattern', 'sample'] }, description: done } },
    codes: ['field.required', 'field.choice', 'numbering.pattern_invalid'],
    handle: ({ kernel, call, query }) => previewPattern(kernel.environment, call, query.get('declaration'), query.get('pattern')),
  },
];
