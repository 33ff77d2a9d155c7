import { widgetNamed, widgetsFor } from '../kernel/widget/widget.ts';
import { said } from './describing.ts';
import type { Endpoint } from './endpoint.ts';

/* Key figures of the workbench (P.14). */
const string = { type: 'string' };
const figure = { type: ['string', 'integer', 'null'] };
const widget = {
  type: 'object',
  properties: {
    name: string,
    label: string,
    kind: { enum: ['figure', 'list', 'alert'] },
    measure: { type: 'object' },
    limited: { type: 'boolean' },
    link: { type: 'object', properties: { declaration: string, filter: { $ref: '#/components/schemas/condition' } }, required: ['declaration', 'filter'] },
    value: figure,
    previous: figure,
    change: figure,
    ratio: { type: ['string', 'null'] },
    spark: { type: 'array', items: { type: 'object', properties: { period: string, value: figure }, required: ['period', 'value'] } },
    as_of: { type: 'string', format: 'date-time' },
  },
  required: ['name', 'label', 'kind', 'link'],
};
export const widgetEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/widget',
    operation: 'core.widget.list',
    tag: 'core',
    summary: said('我的关键数字', 'Key figures offered to me'),
    parameters: [{ name: 'values', in: 'query', schema: { type: 'string', enum: ['0', '1'] }, description: said('同时给出数值', 'With their values') }],
    answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: widget } }, required: ['data'] }, description: said('部件', 'The widgets') } },
    codes: [],
    handle: ({ kernel, call, query }) => widgetsFor(kernel.environment, call, query.get('values') === '1'),
  },
  {
    method: 'GET',
    path: '/api/core/widget/:name',
    operation: 'core.widget.read',
    tag: 'core',
    summary: said('关键数字：数值、上期、走势', 'A key figure: value, what it was, its course'),
    parameters: [],
    answers: { 200: { schema: widget, description: said('数字', 'The figure') } },
    codes: ['not_found', 'forbidden', 'field.hidden'],
    handle: ({ kernel, call, params }) => widgetNamed(kernel.environment, call, params['name'] ?? ''),
  },
];
