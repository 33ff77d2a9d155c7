import { DatePicker, Popover } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { pathOf, schemaQuery } from '../api/queries.ts';
import type { ApiRecord, Reference } from '../api/types.ts';
import { Control } from '../record/control.tsx';
import type { DeclaredField } from '../record/declarations.ts';
import { useDeclarations } from '../record/declarations.ts';
import { codeOf, fromDeclared, nameOf } from '../record/fields.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import '../record/record.css';
import { useWords } from '../words/index.ts';
import { type Declared, dayPresets, type Preset, rangePresets, type Values } from './parameters.ts';

type Change = (values: Readonly<Record<string, string | undefined>>) => void;
/** The report's parameters as chips; each opens what it is chosen by, and the address carries the choice (web §4.5). */
export function ParameterChips({
  declared,
  values,
  missing,
  change,
}: {
  readonly declared: Declared;
  readonly values: Values;
  readonly missing: readonly string[];
  readonly change: Change;
}) {
  const range = 'from' in declared && 'to' in declared;
  const names = Object.keys(declared).filter((name) => !(range && (name === 'from' || name === 'to')));
  return (
    <div className="params">
      {range && <RangeChip values={values} change={change} />}
      {names.map((name) => {
        const field = declared[name];
        return field === undefined ? null : <ParameterChip key={name} name={name} field={field} value={values[name]} change={change} open={missing[0] === name} />;
      })}
    </div>
  );
}

function Chip({
  label,
  text,
  missing = false,
  open = false,
  children,
}: {
  readonly label: string;
  readonly text: string;
  readonly missing?: boolean;
  readonly open?: boolean;
  readonly children: (close: () => void) => ReactNode;
}) {
  const [shown, setShown] = useState(open);
  return (
    <Popover
      open={shown}
      onOpenChange={setShown}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      content={<div className="param-box">{children(() => setShown(false))}</div>}
    >
      <button type="button" className={missing ? 'param missing' : 'param'} aria-expanded={shown}>
        <span>{label}</span>
        <b>{text}</b>
      </button>
    </Popover>
  );
}

function RangeChip({ values, change }: { readonly values: Values; readonly change: Change }) {
  const t = useWords();
  const { from, to } = values;
  const day = (text: string | undefined) => (text === undefined ? null : dayjs(text));
  return (
    <Chip label={t('report.period')} text={`${from ?? ''} – ${to ?? ''}`}>
      {(close) => (
        <>
          <Presets presets={rangePresets()} choose={(preset) => (change({ from: preset.from, to: preset.to }), close())} />
          <DatePicker.RangePicker
            value={[day(from), day(to)]}
            allowClear={false}
            onChange={(chosen) => chosen?.[0] && chosen[1] && (change({ from: chosen[0].format('YYYY-MM-DD'), to: chosen[1].format('YYYY-MM-DD') }), close())}
          />
        </>
      )}
    </Chip>
  );
}
function Presets({ presets, choose }: { readonly presets: readonly Preset[]; readonly choose: (preset: Preset) => void }) {
  const t = useWords();
  return (
    <div className="param-presets">
      {presets.map((preset) => (
        <button key={preset.word} type="button" className="button small" onClick={() => choose(preset)}>
          {t(preset.word)}
        </button>
      ))}
    </div>
  );
}

function ParameterChip({
  name,
  field,
  value,
  change,
  open,
}: {
  readonly name: string;
  readonly field: DeclaredField;
  readonly value: string | undefined;
  readonly change: Change;
  readonly open: boolean;
}) {
  const t = useWords();
  const missing = field.required === true && value === undefined;
  const common = { label: t.of(field), missing, open };
  const set = (next: string | undefined): void => change({ [name]: next });
  if (field.kind === 'date')
    return (
      <Chip {...common} text={value ?? t('report.not_set')}>
        {(close) => (
          <>
            <Presets presets={dayPresets()} choose={(preset) => (set(preset.to), close())} />
            <DatePicker value={value === undefined ? null : dayjs(value)} allowClear={!field.required} onChange={(chosen) => (set(chosen?.format('YYYY-MM-DD')), close())} />
          </>
        )}
      </Chip>
    );
  if (field.kind === 'choice') {
    const options = Object.entries(field.options ?? {});
    const now = options.find(([key]) => key === value)?.[1];
    return (
      <Chip {...common} text={now ? t.of(now) : t('report.not_set')}>
        {(close) => (
          <div className="param-presets">
            {options.map(([key, option]) => (
              <button key={key} type="button" className={key === value ? 'button small on' : 'button small'} aria-pressed={key === value} onClick={() => (set(key), close())}>
                {t.of(option)}
              </button>
            ))}
          </div>
        )}
      </Chip>
    );
  }
  if (field.kind === 'flag')
    return (
      <button type="button" className="param" aria-pressed={value === 'true'} onClick={() => set(value === 'true' ? undefined : 'true')}>
        <span>{t.of(field)}</span>
        <b>{t(value === 'true' ? 'common.yes' : 'common.no')}</b>
      </button>
    );
  if (field.kind === 'reference' || field.kind === 'any_reference') return <ReferenceChip {...common} field={field} value={value} set={set} />;
  return (
    <Chip {...common} text={value ?? t('report.not_set')}>
      {() => <Control field={fromDeclared(name, field)} label={t.of(field)} value={value ?? null} autoFocus onChange={(next) => set(next === null ? undefined : String(next))} />}
    </Chip>
  );
}

/** A record as parameter: the address carries its code; of several kinds `customers.customer:C000001`. */
function ReferenceChip({
  label,
  missing,
  open,
  field,
  value,
  set,
}: {
  readonly label: string;
  readonly missing: boolean;
  readonly open: boolean;
  readonly field: DeclaredField & { readonly among?: readonly string[] };
  readonly value: string | undefined;
  readonly set: (next: string | undefined) => void;
}) {
  const t = useWords();
  const declarations = useDeclarations();
  const many = field.kind === 'any_reference';
  const among = many ? (field.among ?? []) : [field.target ?? ''];
  const [kind, ...rest] = many && value !== undefined ? value.split(':') : [among[0] ?? '', value ?? ''];
  const [target, setTarget] = useState(kind ?? '');
  const code = value === undefined ? undefined : rest.join(':');
  const text = useReferenceText(kind ?? '', code);
  const chosen: Reference | null = code === undefined || code === '' ? null : { id: code, code, label: text };
  return (
    <Chip label={label} missing={missing} open={open} text={value === undefined ? (missing ? t('report.missing', { field: '' }) : t('report.not_set')) : text}>
      {(close) => (
        <>
          {among.length > 1 && (
            <div className="param-presets">
              {among.map((name) => {
                const record = declarations?.records.get(name);
                return (
                  <button key={name} type="button" className={name === target ? 'button small on' : 'button small'} aria-pressed={name === target} onClick={() => setTarget(name)}>
                    {record ? t.of(record) : name}
                  </button>
                );
              })}
            </div>
          )}
          <ReferenceInput
            target={target}
            label={label}
            value={chosen}
            autoFocus
            onChange={(next) => {
              const key = next === null ? undefined : (next.code ?? next.id);
              set(key === undefined ? undefined : many ? `${target}:${key}` : key);
              if (next) close();
            }}
          />
        </>
      )}
    </Chip>
  );
}
function useReferenceText(target: string, code: string | undefined): string {
  const schema = useQuery({ ...schemaQuery(target), enabled: code !== undefined && target !== '' }).data;
  const byId = code !== undefined && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(code);
  const record = useQuery({
    queryKey: ['by', target, code],
    queryFn: ({ signal }) => request<ApiRecord>('GET', `${pathOf(target)}/${byId ? '' : 'by/'}${encodeURIComponent(code ?? '')}`, { signal }),
    enabled: schema !== undefined && code !== undefined,
  }).data;
  if (!schema || !record) return code ?? '';
  const [short, name] = [codeOf(schema, record), nameOf(schema, record)];
  return short === name ? name : `${short} ${name}`;
}
