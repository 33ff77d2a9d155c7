import { Refused } from '../kernel/problem.ts';
import type { LedgerMeta, Registry, ReportMeta, SettingsMeta } from '../kernel/registry/meta.ts';
import { choosing, conditional, dryRun, ref, said, shapes } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { recordEndpoints } from './record-endpoints.ts';
import { objectBody } from './request-values.ts';

/** What the kernel at hand can do; an address that nothing serves is not registered. */
export interface Offers {
  readonly imports: boolean;
  readonly exports: boolean;
}
/** Made, ended or replaced in ways of their own (P.1): people by invitation, companies by founding; a user is never deleted, a company is closed. */
const apart: ReadonlySet<string> = new Set([
  'core.api_key.create',
  'core.api_key.delete',
  'core.api_key.bulk',
  'core.api_key.import',
  'core.api_key.import_template',
  'core.api_key.archive',
  'core.api_key.restore',
  'core.user.create',
  'core.user.delete',
  'core.user.bulk',
  'core.user.import',
  'core.user.import_template',
  'core.user.archive',
  'core.user.restore',
  'core.organisation.create',
  'core.organisation.delete',
  'core.organisation.bulk',
  'core.organisation.import',
  'core.organisation.import_template',
  'core.organisation.archive',
  'core.organisation.restore',
  'core.role_assignment.delete',
  'core.role_assignment.update',
  'core.role_assignment.bulk',
  'core.role_assignment.archive',
  'core.role_assignment.restore',
]);
/** Everything the registry declares, as addresses. */
export function declaredEndpoints(registry: Registry, offers: Offers = { imports: true, exports: true }): readonly Endpoint[] {
  const all = [
    searchEndpoint,
    ...[...registry.records.values()].flatMap(recordEndpoints),
    ...[...registry.ledgers.values()].flatMap(ledgerEndpoints),
    ...[...registry.reports.values()].flatMap(reportEndpoints),
    ...[...registry.settings.values()].flatMap(settingsEndpoints),
  ];
  return all.filter(({ operation }) => !apart.has(operation) && (offers.imports || !/\.import(_template)?$/.test(operation)) && (offers.exports || !operation.endsWith('.export')));
}

/** Across declarations (P.12): what the caller may read, best first. */
const searchEndpoint: Endpoint = {
  method: 'GET',
  path: '/api/search',
  operation: 'search.list',
  tag: 'search',
  summary: said('全局搜索', 'Search everything'),
  parameters: [
    { name: 'q', in: 'query', schema: { type: 'string' }, description: said('编号、名称、拼音', 'Number, name, pinyin') },
    { name: 'in', in: 'query', schema: { type: 'string' }, description: said('限定档案或单据，逗号分隔', 'Declarations, with commas between') },
  ],
  answers: { 200: { schema: { type: 'object' }, description: said('命中', 'Hits') } },
  codes: ['search.query_too_short', 'field.choice', 'field.unknown', 'field.control_character'],
  handle: ({ kernel, call, query }) =>
    kernel.search(
      call,
      query.get('q') ?? '',
      (query.get('in') ?? '').split(',').filter((name) => name !== ''),
    ),
};

/** Entries are read; any write is refused, with a reason instead of a missing method. */
function ledgerEndpoints(meta: LedgerMeta): Endpoint[] {
  const path = `/api/${meta.module}/${meta.key}`;
  const refused = (method: 'POST' | 'PATCH' | 'DELETE', at: string): Endpoint => ({
    method,
    path: at,
    operation: `${meta.name}.refused_${method.toLowerCase()}`,
    tag: meta.module,
    summary: said(`${meta.zh}不能修改`, `Never changed: ${meta.en}`),
    answers: {},
    codes: ['ledger.immutable'],
    handle: () => Promise.reject(new Refused('ledger.immutable')),
  });
  return [
    {
      method: 'GET',
      path,
      operation: `${meta.name}.list`,
      tag: meta.module,
      summary: said(`${meta.zh}分录`, `Entries: ${meta.en}`),
      permission: `${meta.name}.read`,
      answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
      codes: [...choosing, 'search.query_too_short'],
      handle: ({ kernel, call, query }) => kernel.list(call, meta.name, query),
    },
    refused('POST', path),
    refused('PATCH', `${path}/:id`),
    refused('DELETE', `${path}/:id`),
  ];
}

function reportEndpoints(meta: ReportMeta): Endpoint[] {
  const path = `/api/${meta.module}/report/${meta.key}`;
  const common = {
    method: 'GET' as const,
    tag: meta.module,
    permission: `${meta.name}.read`,
    answers: { 200: { schema: ref('report'), description: said('报表', 'The report') } },
    codes: ['report.period', 'report.scope', 'field.required', 'not_found', 'route.not_found', ...choosing],
  };
  return [
    { ...common, path, operation: `${meta.name}.read`, summary: said(meta.zh, meta.en), handle: ({ kernel, call, query }) => kernel.report(call, meta.name, query) },
    {
      ...common,
      path: `${path}/drill`,
      operation: `${meta.name}.drill`,
      summary: said(`${meta.zh}：穿透`, `${meta.en}: what stands behind a cell`),
      handle: ({ kernel, call, query }) => kernel.drill(call, meta.name, query),
    },
  ];
}

function settingsEndpoints(meta: SettingsMeta): Endpoint[] {
  const path = `/api/${meta.module}/settings`;
  const answers = { 200: { schema: ref(meta.name), description: said(meta.zh, meta.en), headers: ['ETag' as const] } };
  return [
    {
      method: 'GET',
      path,
      operation: `${meta.name}.read`,
      tag: meta.module,
      summary: said(`读取${meta.zh}`, `Read: ${meta.en}`),
      permission: `${meta.name}.read`,
      parameters: [],
      answers,
      codes: [],
      handle: ({ kernel, call }) => kernel.settings(call, meta.module),
    },
    {
      method: 'PATCH',
      path,
      operation: `${meta.name}.update`,
      tag: meta.module,
      summary: said(`修改${meta.zh}`, `Change: ${meta.en}`),
      permission: `${meta.name}.update`,
      parameters: [dryRun],
      request: { schema: ref(`${meta.name}.patch`), required: true },
      answers,
      codes: ['settings.locked', ...shapes, ...conditional, 'mobile.invalid', 'phone.invalid', 'email.invalid'],
      handle: ({ kernel, call, body }) => kernel.changeSettings(call, meta.module, objectBody(body)),
    },
  ];
}
