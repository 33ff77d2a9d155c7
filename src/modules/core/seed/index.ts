import type { SeedFacts } from '../../../kernel/command/environment.ts';
import { searchColumns } from '../../../kernel/command/search-columns.ts';
import { newId } from '../../../kernel/ids.ts';
import { recordOf } from '../../../kernel/registry/build.ts';
import { decimal } from '../../../kernel/decimal.ts';
import type { FieldMeta, Registry } from '../../../kernel/registry/meta.ts';
import type { Tx } from '../../../kernel/store/session.ts';
import { dehydrate, fieldColumns, insertRows, storedFields } from '../../../kernel/store/write.ts';
import { holidaysOf } from './holidays.ts';
import { shippedRules } from '../sod-rule.ts';
import { regions } from './regions.ts';
import { units } from './units.ts';

type Values = Readonly<Record<string, unknown>>;
const header = [
  { name: 'id', type: 'uuid' },
  { name: 'created_at', type: 'timestamptz' },
  { name: 'updated_at', type: 'timestamptz' },
];

/** What the first start fills in for the platform itself (index §7); the account of its founder comes with the sign-in. */
export async function seedCore(tx: Tx, org: SeedFacts): Promise<void> {
  const { registry } = org;
  const insert = (name: string, rows: readonly Values[]): Promise<unknown> => insertRecords(tx, registry, org, name, rows);
  await insert('core.organisation', [{ id: org.id, code: org.code, name: '我的公司', logo: [], time_zone: 'Asia/Shanghai', locale: 'zh-CN', state: 'active' }]);
  await insert('core.department', [{ code: 'HQ', name: '总部', deputies: [], cost_class: 'admin', active: true }]);
  await insert(
    'core.role',
    [...registry.roles].map(([code, role]) => ({ code, label: role.zh, label_en: role.en, shipped: true })),
  );
  await insert(
    'core.sod_rule',
    shippedRules.map((rule) => ({ ...rule, shipped: true })),
  );
  await insert(
    'core.unit',
    units.map((unit) => ({ ...unit })),
  );
  await insert('core.currency', [{ code: 'CNY', name: '人民币', decimals: 2, symbol: '¥' }]);
  await insert('core.region', regionRows());
  const year = Number(org.today.slice(0, 4));
  await insert(
    'core.holiday',
    [year - 1, year, year + 1].flatMap(holidaysOf).map((day) => ({ ...day })),
  );
  await insert('core.work_calendar', [{ code: 'DEFAULT', name: '标准工作日历', week: workWeek, holidays: true }]);
}

const hours = [
  ['09:00', '12:00'],
  ['13:00', '18:00'],
];
const workWeek = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, hours]));

function regionRows(): readonly Values[] {
  const ids = new Map<string, string>();
  return regions().map((region) => {
    const id = newId();
    ids.set(region.code, id);
    return { ...region, id, parent: region.parent === null ? null : ids.get(region.parent) };
  });
}

/** What a seed leaves out starts with the declared default, as if a person had made the row. */
const defaultsOf = (fields: readonly FieldMeta[]): Values =>
  Object.fromEntries(
    fields.flatMap((field) =>
      field.default === undefined || field.kind === 'reference' || field.kind === 'date' || field.kind === 'instant'
        ? []
        : [[field.name, decimals.has(field.kind) ? decimal(String(field.default)) : field.default]],
    ),
  );
const decimals = new Set(['money', 'quantity', 'unit_price', 'rate']);

/** Rows of one declaration in one statement, with the columns search needs; a row may bring its own id. */
export function insertRecords(tx: Tx, registry: Registry, org: SeedFacts, name: string, rows: readonly Values[]): Promise<unknown> {
  const meta = recordOf(registry, name);
  const fields = storedFields(meta.fields);
  const stored = rows.map((row) => ({
    id: row['id'] ?? newId(),
    created_at: org.now,
    updated_at: org.now,
    ...dehydrate(fields, { ...defaultsOf(fields), ...row }),
    ...searchColumns.values(meta, row),
  }));
  return insertRows(tx, org.id, { table: meta.table, columns: [...header, ...fieldColumns(fields), ...searchColumns.columns(meta)] }, stored);
}
