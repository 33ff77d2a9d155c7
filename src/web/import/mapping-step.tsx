import { Select } from 'antd';
import { useState } from 'react';
import type { Schema } from '../api/types.ts';
import { showable } from '../record/fields.ts';
import { useWords } from '../words/index.ts';
import type { Chosen } from './import-page.tsx';

const dropped = '';
/** Columns the record does not know, with what stands in them, beside the fields they may mean. */
export function MappingStep({
  schema,
  chosen,
  unknown,
  done,
  back,
}: {
  readonly schema: Schema;
  readonly chosen: Chosen;
  readonly unknown: readonly string[];
  readonly done: (mapping: Readonly<Record<string, string | null>>) => void;
  readonly back: () => void;
}) {
  const t = useWords();
  const [mapping, setMapping] = useState<Readonly<Record<string, string>>>({});
  const header = chosen.csv?.rows.find((row) => unknown.every((title) => row.some((cell) => cell.trim() === title)));
  const data = header && chosen.csv ? chosen.csv.rows.slice(chosen.csv.rows.indexOf(header) + 1) : [];
  const sample = (title: string): string => {
    const at = header?.findIndex((cell) => cell.trim() === title) ?? -1;
    return [...new Set(data.map((row) => row[at]?.trim() ?? '').filter((cell) => cell !== ''))].slice(0, 3).join('、');
  };
  const taken = new Set([...(header ?? []).map((cell) => cell.trim()), ...Object.values(mapping)]);
  const open = (label: { readonly zh: string; readonly en: string }): boolean => !taken.has(label.zh) && !taken.has(label.en);
  const options = schema.fields
    .filter((field) => field.origin !== 'derived' && field.origin !== 'computed')
    .flatMap((field) => (field.kind === 'lines' ? (field.lines ?? []).map((inner) => ({ field: inner, group: t.of(field.label) })) : [{ field, group: '' }]))
    .filter(({ field }) => showable(field))
    .map(({ field, group }) => ({ value: field.label.zh, label: group === '' ? t.of(field.label) : `${group} · ${t.of(field.label)}`, free: open(field.label) }));
  return (
    <>
      <h2 className="wizard-title">
        {t('import.unknown', { count: unknown.length })} <span className="faint">{t('import.unknown_help')}</span>
      </h2>
      <table className="report-table wizard-table">
        <thead>
          <tr>
            <th scope="col">{t('import.title_in_file')}</th>
            <th scope="col">{t('import.sample')}</th>
            <th scope="col">{t('import.goes_to')}</th>
          </tr>
        </thead>
        <tbody>
          {unknown.map((title) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="soft">{sample(title)}</td>
              <td>
                <Select
                  aria-label={`${t('import.goes_to')} ${title}`}
                  style={{ width: 240 }}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={mapping[title] ?? dropped}
                  options={[{ value: dropped, label: t('import.drop_column') }, ...options.filter((option) => option.free || mapping[title] === option.value)]}
                  onChange={(next: string) => setMapping({ ...mapping, [title]: next })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="wizard-actions">
        <button
          type="button"
          className="button primary"
          onClick={() => done(Object.fromEntries(unknown.map((title) => [title, mapping[title] === undefined || mapping[title] === dropped ? null : mapping[title]])))}
        >
          {t('import.check_again')}
        </button>
        <button type="button" className="button" onClick={back}>
          {t('import.other_file')}
        </button>
      </div>
    </>
  );
}
