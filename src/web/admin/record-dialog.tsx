import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { pathOf, refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { ApiRecord, SchemaField } from '../api/types.ts';
import { sent } from '../form/model.ts';
import { Control } from '../record/control.tsx';
import '../record/record.css';
import { Dialog } from '../shell/dialog.tsx';
import { Refused, told, useAttempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';

export type Values = Readonly<Record<string, unknown>>;
export interface RecordDialogProps {
  readonly name: string;
  readonly title: string;
  /** Missing for a new one. */
  readonly record?: ApiRecord | undefined;
  readonly initial?: Values;
  /** Which fields are asked for, by what is typed so far. */
  readonly fields: (values: Values) => readonly string[];
  readonly wide?: (name: string) => boolean;
  readonly close: () => void;
  readonly done?: (saved: ApiRecord) => void;
  readonly extra?: (values: Values, set: (name: string, value: unknown) => void) => ReactNode;
  /** Replaces a control that this page knows better than the kind of the field. */
  readonly control?: Readonly<Record<string, (id: string, value: unknown, set: (value: unknown) => void) => ReactNode>>;
  readonly save?: string;
  /** What a person left to the page, filled in before it is sent. */
  readonly complete?: (touched: Values) => Values;
}
/** A small record in a window: its declared fields, refusals at each of them; only what was touched is sent. */
export function RecordDialog({ name, title, record, initial = {}, fields, wide, close, done, extra, control, save, complete = (given) => given }: RecordDialogProps) {
  const t = useWords();
  const form = useId();
  const client = useQueryClient();
  const schema = useSchema(name).data;
  const [touched, setTouched] = useState<Values>(initial);
  const { busy, problems, attempt } = useAttempt();
  const defaults = Object.fromEntries((schema?.fields ?? []).flatMap((field) => (field.default === undefined ? [] : [[field.name, field.default]])));
  const values: Values = { ...(record ?? defaults), ...touched };
  const set = (field: string, value: unknown): void => setTouched((before) => ({ ...before, [field]: value }));
  const shown = fields(values).flatMap((field) => schema?.fields.find((one) => one.name === field) ?? []);
  const named = new Set(shown.map((field) => `/${field.name}`));
  async function submit(): Promise<void> {
    if (busy) return;
    const body = Object.fromEntries(Object.entries(complete(touched)).map(([field, value]) => [field, sent(value)]));
    await attempt(async () => {
      const saved = record
        ? await request<ApiRecord>('PATCH', `${pathOf(name)}/${record.id}`, { body: { ...body, version: record.version } })
        : await request<ApiRecord>('POST', pathOf(name), { body });
      await refreshAfterWrite(client, name, record?.id);
      done?.(saved);
      close();
    });
  }
  return (
    <Dialog
      title={title}
      width={560}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="submit" form={form} className="button primary" aria-disabled={busy || Object.keys(touched).length === 0}>
            {save ?? t('common.save')}
          </button>
        </>
      }
    >
      <form
        id={form}
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Refused problems={problems.filter((problem) => !named.has(problem.path ?? ''))} />
        <div className="dialog-two">
          {shown.map((field, at) => (
            <Asked
              key={field.name}
              field={field}
              wide={wide?.(field.name) === true || field.long === true}
              problem={told(problems.filter((problem) => problem.path === `/${field.name}`))}
              locked={record !== undefined && field.immutable === true}
              control={(id, invalid) =>
                control?.[field.name]?.(id, values[field.name], (value) => set(field.name, value)) ?? (
                  <Control
                    field={field}
                    id={id}
                    value={values[field.name] ?? null}
                    invalid={invalid}
                    {...(invalid ? { describedBy: `${id}-problem` } : {})}
                    onChange={(value) => set(field.name, value)}
                    autoFocus={at === 0}
                  />
                )
              }
              value={values[field.name]}
            />
          ))}
          {extra?.(values, set)}
        </div>
      </form>
    </Dialog>
  );
}
function Asked({
  field,
  wide,
  problem,
  locked,
  control,
  value,
}: {
  readonly field: SchemaField;
  readonly wide: boolean;
  readonly problem: string;
  readonly locked: boolean;
  readonly control: (id: string, invalid: boolean) => ReactNode;
  readonly value: unknown;
}) {
  const t = useWords();
  const id = useId();
  const help = field.help && <span className="faint small">{t.of(field.help)}</span>;
  const trouble = problem !== '' && (
    <p className="neg small" id={`${id}-problem`}>
      {problem}
    </p>
  );
  if (field.kind === 'flag')
    return (
      <div className="dialog-flag wide">
        {control(id, problem !== '')}
        <label htmlFor={id}>
          {t.of(field.label)} {help}
        </label>
        {trouble}
      </div>
    );
  return (
    <div className={wide ? 'dialog-field wide' : 'dialog-field'}>
      <label htmlFor={id}>{t.of(field.label)}</label>
      {locked ? <output id={id}>{String(value ?? '')}</output> : control(id, problem !== '')}
      {trouble || help}
    </div>
  );
}
