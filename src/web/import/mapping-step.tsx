import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.ts';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import type { Changes, Column, ImportDocument, Mapping, Place } from './document.ts';

const dropped = '';
interface Profile {
  readonly name: string;
  readonly mapping: Mapping;
}
/** Every column of the file with what stands in it, beside the field it goes to; a choice can be kept under a name and used again. */
export function MappingStep({
  document,
  schema,
  done,
  back,
}: {
  readonly document: ImportDocument;
  readonly schema: Schema;
  readonly done: (changes: Changes) => void;
  readonly back: () => void;
}) {
  const t = useWords();
  const { table } = document;
  const [chosen, setChosen] = useState<Mapping>({});
  if (!table) return null;
  const placeOf = ({ title, place, ignored }: Column): string | undefined => {
    const own = chosen[title];
    if (own !== undefined) return own ?? dropped;
    return ignored ? dropped : table.places.find((one) => one.place === place)?.title;
  };
  const taken = new Map(table.columns.map((column) => [column.title, placeOf(column)]));
  const missing = table.places.filter((one) => one.required && one.place.split('.').length === 1 && ![...taken.values()].includes(one.title));
  const unknown = table.columns.filter((column) => placeOf(column) === undefined).length;
  const columns = [...table.columns].sort((a, b) => Number(table.unknown.includes(b.title)) - Number(table.unknown.includes(a.title)));
  const mapping = (): Mapping => ({
    ...document.mapping,
    ...Object.fromEntries(table.unknown.map((title) => [title, null])),
    ...chosen,
  });
  return (
    <>
      <div className="wizard-options">
        {table.sheets.length > 1 && (
          <label className="row">
            <span className="soft">{t('import.sheet_choice')}</span>
            <select className="input" value={table.sheet ?? ''} onChange={(event) => done({ sheet: event.target.value })}>
              {table.sheets.map((sheet) => (
                <option key={sheet}>{sheet}</option>
              ))}
            </select>
          </label>
        )}
        {table.format !== 'xlsx' && (
          <label className="row">
            <span className="soft">{t('import.encoding_choice')}</span>
            <select className="input" value={table.encoding ?? 'utf-8'} onChange={(event) => done({ encoding: event.target.value })}>
              {['utf-8', 'gb18030'].map((encoding) => (
                <option key={encoding} value={encoding}>
                  {encoding.toUpperCase()}
                </option>
              ))}
            </select>
          </label>
        )}
        <Profiles declaration={schema.name} mapping={mapping()} take={setChosen} />
      </div>
      <h2 className="wizard-title">
        {unknown > 0 ? t('import.unknown', { count: unknown }) : t('import.all_known')} <span className="faint">{t('import.unknown_help')}</span>
      </h2>
      {missing.length > 0 && (
        <p className="wizard-missing">
          <Icon name="warning" size={14} /> {t('import.missing', { fields: missing.map((one) => one.title).join(t.locale === 'zh' ? '、' : ', ') })}
        </p>
      )}
      <div className="wizard-scroll">
        <table className="report-table wizard-table">
          <thead>
            <tr>
              <th scope="col">{t('import.title_in_file')}</th>
              <th scope="col">{t('import.sample')}</th>
              <th scope="col">{t('import.goes_to')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((column) => (
              <tr key={column.title}>
                <th scope="row">{column.title}</th>
                <td className="soft">{column.samples.join('、')}</td>
                <td>
                  <PlaceSelect
                    title={column.title}
                    value={placeOf(column)}
                    places={table.places.filter((one) => placeOf(column) === one.title || ![...taken.values()].includes(one.title))}
                    choose={(next) => setChosen({ ...chosen, [column.title]: next === dropped ? null : next })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="wizard-actions">
        <button type="button" className="button primary" onClick={() => done({ mapping: mapping() })}>
          {t('import.check_again')}
        </button>
        <button type="button" className="button" onClick={back}>
          {t('import.other_file')}
        </button>
      </div>
    </>
  );
}
function PlaceSelect({
  title,
  value,
  places,
  choose,
}: {
  readonly title: string;
  readonly value: string | undefined;
  readonly places: readonly Place[];
  readonly choose: (value: string) => void;
}) {
  const t = useWords();
  return (
    <Select
      aria-label={`${t('import.goes_to')} ${title}`}
      style={{ width: 240 }}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? dropped}
      options={[{ value: dropped, label: t('import.drop_column') }, ...places.map((one) => ({ value: one.title, label: `${one.title}${one.required ? ' *' : ''}` }))]}
      onChange={choose}
    />
  );
}
/** Mappings kept under a name; the last one used is remembered by the server anyway. */
function Profiles({ declaration, mapping, take }: { readonly declaration: string; readonly mapping: Mapping; readonly take: (mapping: Mapping) => void }) {
  const t = useWords();
  const client = useQueryClient();
  const key = ['import-mapping', declaration];
  const asked = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request<{ readonly data: readonly Profile[] }>('GET', '/core/import_mapping', { query: { declaration }, signal }),
  });
  const [name, setName] = useState<string>();
  const { busy, problems, attempt } = useAttempt();
  const profiles = (asked.data?.data ?? []).filter((one) => one.name !== '');
  const save = (): void =>
    void attempt(async () => {
      await request('PUT', `/core/import_mapping/${declaration}/${encodeURIComponent((name ?? '').trim())}`, { body: { mapping } });
      await client.invalidateQueries({ queryKey: key });
      setName(undefined);
    });
  return (
    <span className="row wizard-profiles">
      {profiles.length > 0 && (
        <select className="input" aria-label={t('import.profile')} value="" onChange={(event) => take(profiles.find((one) => one.name === event.target.value)?.mapping ?? {})}>
          <option value="">{t('import.profile')}</option>
          {profiles.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      )}
      {name === undefined ? (
        <button type="button" className="button small quiet" onClick={() => setName('')}>
          {t('import.profile_keep')}
        </button>
      ) : (
        <>
          <input
            className="input"
            aria-label={t('import.profile_name')}
            placeholder={t('import.profile_name')}
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="button" className="button small" aria-disabled={busy || name.trim() === ''} onClick={() => name.trim() !== '' && save()}>
            {t('common.save')}
          </button>
        </>
      )}
      <Refused problems={problems} />
    </span>
  );
}
