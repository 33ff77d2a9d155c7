import fc from 'fast-check';
import type { FieldMeta, LinesMeta, RecordMeta } from '../../src/kernel/registry/meta.ts';
import { absentId, junk, mostly, words } from './junk.ts';
import { listMembers, operators, pathsOf, tree } from './list-requests.ts';
import { records, registry } from './whole.ts';

/*
 * Requests as a careless client, a fuzzer and an attacker send them: half right, half wrong, at any address of the interface. What is right is
 * taken from `Ground`, so that a request gets past the first check and reaches the code behind it.
 */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly open: boolean;
  readonly codes: readonly string[];
}
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A string is sent as it is, damaged or not. */
  readonly body: unknown;
}
/** What exists: a row of another company a record, values that a person could give by place. */
export interface Ground {
  readonly foreign: ReadonlyMap<string, string>;
  readonly values: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

/** The declaration an operation belongs to: `sales.order.confirm` is of `sales.order`. */
export const metaOf = ({ path }: Operation): RecordMeta | undefined =>
  records.find((meta) => path === `/api/${meta.module}/${meta.key}` || path.startsWith(`/api/${meta.module}/${meta.key}/`));

/** An id that is wrong in one way or another. */
const wrongId = (ground: Ground, meta: RecordMeta | undefined): fc.Arbitrary<string> =>
  fc.oneof(fc.constant(ground.foreign.get(meta?.name ?? '') ?? absentId), fc.constantFrom<string>(...words), fc.constantFrom(absentId, '0', 'null', 'schema', 'by', 'actions'));
const segment = (value: unknown): string => encodeURIComponent(String(value).toWellFormed().slice(0, 450)) || '%20';

/** The right values of these fields, whole or in part, with up to two of them damaged, and sometimes a member that nobody knows. */
function fieldsBody(ground: Ground, at: string, fields: readonly FieldMeta[], lines: readonly LinesMeta[]): fc.Arbitrary<unknown> {
  const known = ground.values.get(at) ?? {};
  const names = fields.filter((field) => field.kind !== 'state' && field.origin === 'input').map((field) => field.name);
  const every = [...fields.map((field) => field.name), ...lines.map((child) => child.name)];
  const children = Object.fromEntries(lines.map((child) => [child.name, fc.array(fieldsBody(ground, `${at}/${child.name}`, child.fields, []), { maxLength: 2 })]));
  const odd = fc.constantFrom<object>({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, { zzz: 1 }, { id: absentId }, { version: 'x' }, { state: 'posted' }, { _x: 1 });
  const damage = fc.array(fc.tuple(fc.constantFrom(...(every.length === 0 ? ['zzz'] : every)), junk), { maxLength: 2 });
  return fc.record({ kept: fc.subarray(names), whole: fc.boolean(), child: fc.record(children), damage, odd }).map(({ kept, whole, child, damage: damaged, odd: more }) => ({
    ...Object.fromEntries((whole ? names : kept).map((name) => [name, known[name] ?? null])),
    ...child,
    ...Object.fromEntries(damaged),
    ...more,
  }));
}
const asQuery = (members: Readonly<Record<string, unknown>>): string => {
  const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toWellFormed().slice(0, 2000);
  return Object.entries(members)
    .map(([name, value]) => `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text(value))}`)
    .join('&');
};
/** One or two members at a time: with more, the first wrong one would hide the rest. */
const few = (members: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Record<string, unknown>> => {
  const names = Object.keys(members);
  return fc.subarray(names, { maxLength: 2 }).chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, members[name] ?? fc.constant(null)]))));
};

function queryFor(operation: Operation, meta: RecordMeta | undefined): fc.Arbitrary<string> {
  const ledger = [...registry.ledgers.values()].find((one) => operation.path === `/api/${one.module}/${one.key}`);
  const report = [...registry.reports.values()].find((one) => operation.path.startsWith(`/api/${one.module}/report/${one.key}`));
  if (report) {
    const parameters = Object.fromEntries(
      report.parameters.map((field) => [field.name, fc.oneof(fc.constantFrom<unknown>('2026-11-24', '2026-11', '2026-01-01', '1', 'true', absentId), junk)]),
    );
    return few({ ...parameters, format: fc.constantFrom('csv', 'xlsx', 'zzz', ''), cell: junk, lang: junk, zzz: fc.constant(1) }).map(asQuery);
  }
  if (operation.method !== 'GET') return fc.constantFrom('', '', '', '', 'dry_run=1', 'dry_run=1', 'dry_run=x', 'zzz=1', 'dry_run=1&dry_run=0');
  const holder = ledger ?? (operation.id.endsWith('.list') || operation.id.endsWith('.read') ? meta : undefined);
  const paths = holder ? pathsOf(holder) : ['id'];
  const short = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...operators), junk).map(([path, op, value]) => asQuery({ [`f.${path}${op === '' ? '' : `.${op}`}`]: value }));
  const plain = few(
    holder ? listMembers(paths) : { depth: fc.constantFrom<unknown>(1, 6, 7, 'x', ''), limit: fc.constantFrom<unknown>(1, 0, 'x'), template: junk, lang: junk, in: junk, q: junk },
  ).map(asQuery);
  return holder
    ? fc.oneof(
        { weight: 3, arbitrary: short },
        { weight: 4, arbitrary: plain },
        { weight: 1, arbitrary: fc.constantFrom('zzz=1', '%', '&&=', 'f.=', 'f=1', 'filter={', 'limit=1&limit=2') },
      )
    : fc.oneof(plain, fc.constantFrom('', '', 'zzz=1'));
}

/** The body of an action around what it asks for. */
const act = (input: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  merged(
    fc.record({ input: mostly(input, junk, 8) }),
    fc.constantFrom<object>({}, {}, {}, {}, { ack: [] }, { ack: ['x'] }, { ack: 'x' }, { ack: [1] }, { reason: '录错了' }, { reason: 7 }, { zzz: 1 }),
  );
const merged = (...parts: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> => fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);

/** Bodies by the last word of the operation. */
function bodiesOf(ground: Ground, meta: RecordMeta, right: string): Readonly<Record<string, fc.Arbitrary<unknown>>> {
  const ids = fc.array(fc.oneof(fc.constant(right), wrongId(ground, meta)), { maxLength: 3 });
  const name = mostly(fc.constantFrom(...meta.actions.map((one) => one.name), 'archive', 'zzz'), junk);
  const line = fieldsBody(ground, `${meta.name}/lines`, meta.lines[0]?.fields ?? [], []);
  const paths = pathsOf(meta);
  return {
    create: fieldsBody(ground, meta.name, meta.fields, meta.lines),
    update: fieldsBody(ground, meta.name, meta.fields, meta.lines),
    delete: fc.constantFrom<object>({}, {}, {}, { version: 1 }, { version: 'x' }, { zzz: 1 }),
    archive: act(fc.constant({})),
    restore: act(fc.constant({})),
    comment: fc.record({ text: fc.oneof(fc.constantFrom<unknown>('请核对', ...words), junk) }),
    add_line: line,
    update_line: line,
    delete_line: fc.constantFrom<object>({}, { version: 1 }),
    search: few(listMembers(paths)),
    bulk: merged(
      fc.record({ ids: mostly(ids, junk, 5) }),
      fc.oneof(fc.record({ action: name }), fc.record({ patch: mostly(fc.constant({}), junk) })),
      few({ input: junk, mode: fc.constantFrom<unknown>('each', 'atomic', 'zzz', 1), versions: junk, filter: junk, expected_count: junk, ack: junk }),
    ),
    export: few({ filter: tree(paths), sort: junk, fields: junk, view: junk, format: fc.constantFrom<unknown>('csv', 'xlsx', 'json', 'zzz', 1), labels: junk, encoding: junk }),
    print_many: merged(fc.record({ ids: fc.oneof(fc.constantFrom<unknown>([absentId], [], ['x'], [7], [null]), junk) }), few({ template: junk, lang: junk })),
    ...Object.fromEntries(meta.actions.map((action) => [action.name, act(fieldsBody(ground, `${meta.name}/${action.name}`, action.asks, action.asksLines))])),
  };
}
const platformMembers = ['login', 'password', 'token', 'old', 'new', 'otp', 'org', 'id', 'name', 'code', 'department', 'roles', 'to', 'zzz'];
function bodyFor(operation: Operation, ground: Ground, meta: RecordMeta | undefined, right: string): fc.Arbitrary<unknown> {
  if (operation.method === 'GET') return fc.constant(undefined);
  const settings = [...registry.settings.values()].find((one) => operation.path === `/api/${one.module}/settings`);
  const declared = settings ? fieldsBody(ground, settings.name, settings.fields, []) : meta && bodiesOf(ground, meta, right)[operation.id.split('.').at(-1) ?? ''];
  const body = declared ?? fc.dictionary(fc.constantFrom(...platformMembers), junk, { maxKeys: 4 });
  return fc.oneof({ weight: 15, arbitrary: body }, { weight: 1, arbitrary: fc.oneof(junk, fc.constantFrom('{', '[1,', '\ufeff{}', '"\\ud800"', 'null', '{"a":1}{')) });
}

const rightHeaders: Readonly<Record<string, string>> = { 'if-match': '"1"', 'content-type': 'application/json' };
const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { 'if-match': '"2"' },
  { 'if-match': '*' },
  { 'if-match': 'W/"1"' },
  { 'if-match': '"99999999999"' },
  { 'idempotency-key': 'bad key' },
  { 'idempotency-key': 'x'.repeat(300) },
  { 'qiantai-org': 'NOPE' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/xml' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { 'content-type': 'multipart/form-data' },
  { authorization: 'Bearer qt_x' },
  { 'if-none-match': '"1"' },
  { 'accept-language': 'fr;q=x,en' },
  { prefer: 'respond-async' },
];
/** A request at this address: `right` is an id that exists, and mostly the id, the headers and the query are as they should be. */
export function requestAt(operation: Operation, ground: Ground, right: string): fc.Arbitrary<Request> {
  const meta = metaOf(operation);
  const reads = operation.method === 'GET';
  const id = fc.oneof({ weight: reads ? 5 : 12, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: wrongId(ground, meta) });
  const query = fc.oneof({ weight: reads ? 4 : 1, arbitrary: queryFor(operation, meta) }, { weight: reads ? 1 : 7, arbitrary: fc.constant('') });
  const headers = fc.oneof({ weight: 12, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.constantFrom(...oddHeaders) });
  return fc.record({ id, other: wrongId(ground, undefined), query, headers, language: fc.constantFrom('zh', 'en'), body: bodyFor(operation, ground, meta, right) }).map((one) => {
    const path = operation.path.replace('{id}', segment(one.id)).replace(/\{\w+\}/, segment(one.other));
    return {
      method: operation.method as Request['method'],
      url: one.query === '' ? path : `${path}?${one.query}`,
      headers: { ...rightHeaders, 'accept-language': one.language, ...one.headers },
      body: one.body,
    };
  });
}
