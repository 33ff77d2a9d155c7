import { useQueryClient } from '@tanstack/react-query';
import { schemaQuery } from '../api/queries.ts';
import type { ApiRecord, Line } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { keyFrom } from './custom-key.ts';
import { RecordDialog, type Values } from './record-dialog.tsx';
import { useRegistry } from './grants.ts';

/** Limits belong to figures, a length to text, choices to a choice. */
const byKind: Readonly<Record<string, readonly string[]>> = {
  text: ['max_length', 'default_value'],
  long_text: ['max_length'],
  integer: ['min', 'max', 'default_value'],
  quantity: ['min', 'max', 'default_value'],
  money: ['min', 'max', 'default_value'],
  date: ['default_value'],
  flag: ['default_value'],
  choice: ['default_value'],
};
/** One field of a company's own: name and kind first, what else can be said of it by its kind. */
export function CustomFieldDialog({
  declaration,
  field,
  rows,
  close,
}: {
  readonly declaration: string;
  readonly field: ApiRecord | undefined;
  readonly rows: readonly ApiRecord[];
  readonly close: () => void;
}) {
  const t = useWords();
  const client = useQueryClient();
  const registry = useRegistry();
  const last = Math.max(0, ...rows.map((row) => Number(row['position'] ?? 0)));
  const taken = rows.map((row) => String(row['key']));
  const groups = [...(registry?.fieldGroups ?? [])];
  return (
    <RecordDialog
      name="core.custom_field"
      title={field ? String(field[t.locale === 'zh' ? 'label_zh' : 'label_en']) : t('setup.field_new')}
      record={field}
      initial={field ? {} : { declaration, kind: 'text', position: last + 10 }}
      fields={(values) => ['label_zh', 'label_en', 'kind', 'key', ...(byKind[String(values['kind'])] ?? []), 'field_group', 'required', 'help']}
      wide={(one) => one === 'help' || one === 'required'}
      complete={(given) => (field ? given : completed(given, taken))}
      close={close}
      done={() => void client.invalidateQueries({ queryKey: schemaQuery(declaration).queryKey })}
      control={{
        ...(field
          ? {}
          : {
              key: (id, value, set) => <KeyInput id={id} value={value} set={set} />,
            }),
        field_group: (id, value, set) => (
          <select className="input" id={id} value={typeof value === 'string' ? value : ''} onChange={(event) => set(event.target.value === '' ? null : event.target.value)}>
            <option value="">{t('setup.group_none')}</option>
            {groups.map(([key, group]) => (
              <option key={key} value={key}>
                {t.of(group)}
              </option>
            ))}
          </select>
        ),
      }}
      extra={(values, set) => (values['kind'] === 'choice' ? <Options lines={(values['options'] ?? []) as readonly Line[]} set={(lines) => set('options', lines)} /> : null)}
    />
  );
}
/** The English name and the key follow from what was given where a person left them out. */
export function completed(given: Values, taken: readonly string[]): Values {
  const label_en = given['label_en'] ?? given['label_zh'];
  return { ...given, label_en, key: given['key'] ?? keyFrom(String(label_en ?? ''), taken) };
}
function KeyInput({ id, value, set }: { readonly id: string; readonly value: unknown; readonly set: (value: unknown) => void }) {
  const t = useWords();
  return (
    <input
      className="input"
      id={id}
      value={typeof value === 'string' ? value : ''}
      placeholder={t('setup.key_auto')}
      spellCheck={false}
      onChange={(event) => set(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}
/** Choices keep the id they were saved under; removed ones are told as removed (P.2.2). */
function Options({ lines, set }: { readonly lines: readonly Line[]; readonly set: (lines: readonly Line[]) => void }) {
  const t = useWords();
  const change = (at: number, part: object): void => set(lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  const remove = (at: number): void => set(lines.flatMap((line, index) => (index !== at ? [line] : line.id === undefined ? [] : [{ id: line.id, _delete: true }])));
  const text = (line: Line, name: string): string => (typeof line[name] === 'string' ? line[name] : '');
  return (
    <fieldset className="option-lines wide">
      <legend>{t('setup.options')}</legend>
      {lines.map((line, at) =>
        line['_delete'] === true ? null : (
          <div key={line.id ?? at} className="option-line">
            {(['key', 'label_zh', 'label_en'] as const).map((name) => (
              <input
                key={name}
                className="input"
                aria-label={`${t(`setup.option_${name}`)} ${at + 1}`}
                placeholder={t(`setup.option_${name}`)}
                value={text(line, name)}
                onChange={(event) => change(at, { [name]: event.target.value })}
              />
            ))}
            <button type="button" className="icon-button" aria-label={t('setup.option_remove', { n: at + 1 })} onClick={() => remove(at)}>
              <Icon name="close" size={14} />
            </button>
          </div>
        ),
      )}
      <button type="button" className="button small" onClick={() => set([...lines, {}])}>
        <Icon name="plus" size={14} /> {t('setup.option_add')}
      </button>
    </fieldset>
  );
}
