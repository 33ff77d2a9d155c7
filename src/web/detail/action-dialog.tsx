import { useId, useState } from 'react';
import { problemsOf } from '../api/problem.ts';
import type { Schema, SchemaField } from '../api/types.ts';
import { sent } from '../form/model.ts';
import { Control } from '../record/control.tsx';
import { codeOf } from '../record/fields.ts';
import { Dialog } from '../shell/dialog.tsx';
import { today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { Asked } from './use-actions.tsx';

/** The small form of an action, its warnings, and the consequence on the button (web §12). */
export function ActionDialog({
  asked,
  schema,
  busy,
  close,
  run,
}: {
  readonly asked: Asked;
  readonly schema: Schema;
  readonly busy: boolean;
  readonly close: () => void;
  readonly run: (input: Readonly<Record<string, unknown>>, ack: readonly string[]) => void;
}) {
  const t = useWords();
  const { action, record, warnings, error } = asked;
  const fields = action.asks.filter((field) => field.kind !== 'lines' && field.kind !== 'trace');
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>(() => ({ ...Object.fromEntries(fields.map((field) => [field.name, usual(field)])), ...asked.input }));
  const problems = problemsOf(error);
  const label = t.of(action.label);
  const submit = (): void => {
    const input = Object.fromEntries(
      Object.entries(values)
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => [name, sent(value)]),
    );
    run(
      input,
      warnings.map((warning) => warning.code),
    );
  };
  return (
    <Dialog
      title={t('detail.confirm_title', { action: label, thing: codeOf(schema, record) || t.in(schema.label) })}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className={action.danger ? 'button danger' : 'button primary'} aria-disabled={busy} onClick={() => !busy && submit()}>
            {warnings.length > 0 ? t('detail.accept', { action: label }) : label}
          </button>
        </>
      }
    >
      {problems.length > 0 && (
        <div className="notice red" role="alert">
          <span>
            {problems.map((problem) => [problem.title ?? problem.code, problem.detail].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ')).join(' / ')}
          </span>
        </div>
      )}
      {warnings.map((warning) => (
        <div key={warning.code} className="notice amber" role="alert">
          <span>{[warning.title, warning.detail].filter((part, at, all) => part && all.indexOf(part) === at).join(' · ') || warning.code}</span>
        </div>
      ))}
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {fields.map((field, index) => (
          <Ask
            key={field.name}
            field={field}
            value={values[field.name]}
            focus={index === 0}
            problem={problems.find((problem) => problem.path?.endsWith(`/${field.name}`))?.title}
            set={(value) => setValues({ ...values, [field.name]: value })}
          />
        ))}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
function usual(field: SchemaField): unknown {
  if (field.default === 'today') return today();
  return typeof field.default === 'string' && /_|today/.test(field.default) && field.kind === 'date' ? today() : field.default;
}
function Ask({
  field,
  value,
  set,
  focus,
  problem,
}: {
  readonly field: SchemaField;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly focus: boolean;
  readonly problem: string | undefined;
}) {
  const t = useWords();
  const id = useId();
  return (
    <div className="dialog-field">
      <label htmlFor={id}>{t.of(field.label)}</label>
      <Control field={field} id={id} value={value ?? null} onChange={set} autoFocus={focus} invalid={problem !== undefined} />
      {problem !== undefined && <p className="problem-text">{problem}</p>}
      {field.help && <p className="faint small">{t.of(field.help)}</p>}
    </div>
  );
}
