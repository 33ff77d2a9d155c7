import { Select } from 'antd';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { common, useRegistry } from './grants.ts';

export type Allowed = Readonly<Record<string, readonly string[]>>;
/** Which records and actions a key is narrowed to; none named leaves all that its user may. */
export function AllowedActions({ value, set }: { readonly value: Allowed | null; readonly set: (value: Allowed | null) => void }) {
  const t = useWords();
  const registry = useRegistry();
  const rows = Object.entries(value ?? {});
  const records = [...(registry?.records.values() ?? [])];
  const next = records.find((meta) => value?.[meta.name] === undefined);
  const change = (entries: readonly (readonly [string, readonly string[]])[]): void => set(entries.length === 0 ? null : Object.fromEntries(entries));
  return (
    <fieldset className="option-lines wide">
      <legend>{t('setup.may_do')}</legend>
      {rows.length === 0 && <p className="faint">{t('setup.may_all_help')}</p>}
      {rows.map(([name, actions], at) => {
        const meta = registry?.records.get(name);
        const options = [
          ...common.map((one) => ({ value: one as string, label: t(`admin.${one}`) })),
          ...(meta?.actions ?? []).map((one) => ({ value: one.name, label: t.of(one) })),
        ];
        return (
          <div key={name} className="key-line">
            <select
              className="input"
              aria-label={`${t('admin.declaration')} ${at + 1}`}
              value={name}
              onChange={(event) => change(rows.map((row, index) => (index === at ? [event.target.value, ['read']] : row)))}
            >
              {records
                .filter((one) => one.name === name || value?.[one.name] === undefined)
                .map((one) => (
                  <option key={one.name} value={one.name}>
                    {t.of(one)}
                  </option>
                ))}
            </select>
            <Select
              aria-label={`${t('admin.action')} ${at + 1}`}
              mode="multiple"
              options={options}
              value={[...actions]}
              onChange={(chosen: string[]) => change(rows.map((row, index) => (index === at ? [name, chosen] : row)))}
            />
            <button type="button" className="icon-button" aria-label={t('setup.option_remove', { n: at + 1 })} onClick={() => change(rows.filter((_row, index) => index !== at))}>
              <Icon name="close" size={14} />
            </button>
          </div>
        );
      })}
      {next && (
        <button type="button" className="button small" onClick={() => change([...rows, [next.name, ['read']]])}>
          <Icon name="plus" size={14} /> {t('setup.may_narrow')}
        </button>
      )}
    </fieldset>
  );
}
