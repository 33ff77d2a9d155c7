import { Dropdown } from 'antd';
import type { Schema, SchemaField } from '../api/types.ts';
import { showable } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { ListControl, ListState } from './list-state.ts';

const kinds: ReadonlySet<string> = new Set(['choice', 'state', 'flag', 'reference', 'date', 'month', 'text']);
/** Fields whose values come again; a number or a code of its own would make a group of every row (P.2.5). */
export const groupable = (schema: Schema, field: SchemaField): boolean =>
  kinds.has(field.kind) &&
  showable(field) &&
  field.long !== true &&
  field.access !== 'masked' &&
  field.name !== schema.title &&
  field.name !== schema.code &&
  (field.operators?.length ?? 0) > 0;

export function GroupMenu({ schema, state, change }: { readonly schema: Schema; readonly state: ListState; readonly change: ListControl['change'] }) {
  const t = useWords();
  const fields = schema.fields.filter((field) => groupable(schema, field));
  if (fields.length === 0) return null;
  const now = fields.find((field) => field.name === state.group);
  const item = (key: string, label: string) => ({
    key: key || 'none',
    label: (
      <span className="row">
        <span style={{ width: 15 }}>{state.group === key && <Icon name="check" size={14} />}</span>
        {label}
      </span>
    ),
  });
  const items = [item('', t('list.no_group')), ...fields.map((field) => item(field.name, t.of(field.label)))];
  return (
    <Dropdown
      trigger={['click']}
      menu={{ items, style: { maxHeight: 380, overflow: 'auto' }, onClick: ({ key }) => change({ group: key === 'none' ? '' : key, display: 'table' }) }}
    >
      <button type="button" className={now ? 'button quiet hide-phone on' : 'button quiet hide-phone'}>
        <Icon name="group" size={15} /> {now ? t('list.grouped', { field: t.of(now.label) }) : t('list.group')}
      </button>
    </Dropdown>
  );
}
