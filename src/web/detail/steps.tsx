import type { ApiRecord, Schema, SchemaState } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { percent } from '../text/format.ts';
import { useWords } from '../words/index.ts';

const deadEnds = /^(cancelled|void|rejected|lost|expired|reversed|disabled|blacklisted|merged|archived)$/;
/** The life of a document from left to right; done steps are checked, shares stand as rings (web §4.3). */
export function Steps({ schema, record }: { readonly schema: Schema; readonly record: ApiRecord | undefined }) {
  const t = useWords();
  if (schema.kind !== 'document' || schema.states.length < 2) return null;
  const now = record?.state ?? schema.states[0]?.key;
  const shown = schema.states.filter((state) => !deadEnds.test(state.key) || state.key === now);
  const at = shown.findIndex((state) => state.key === now);
  const shares = schema.fields.filter((field) => field.kind === 'rate' && field.name.endsWith('_share') && field.access !== 'hidden');
  // What is carried out bit by bit lies between the state that counts and the end.
  const middle = Math.min(
    shown.length,
    Math.max(
      at,
      shown.findIndex((state) => state.posted === true),
    ) + 1,
  );
  const step = (state: SchemaState, index: number) => (
    <Step key={state.key} state={state} done={index < at || (index === at && index === shown.length - 1)} current={index === at} wrong={deadEnds.test(state.key)} />
  );
  return (
    <ol className="steps" aria-label={t.of(schema.label)}>
      {shown.slice(0, middle).map(step)}
      {record &&
        shares
          .filter((field) => record[field.name] !== null && record[field.name] !== undefined)
          .map((field) => (
            <li key={field.name} className="step share">
              <Ring share={Number(record[field.name])} />
              <span className="strong">{t.of(field.label)}</span>
              <span className="faint">{percent(record[field.name], 0)}</span>
            </li>
          ))}
      {shown.slice(middle).map((state, index) => step(state, index + middle))}
    </ol>
  );
}
function Step({ state, done, current, wrong }: { readonly state: SchemaState; readonly done: boolean; readonly current: boolean; readonly wrong: boolean }) {
  const t = useWords();
  return (
    <li className={`step${done ? ' done' : ''}${current ? ' current' : ''}${wrong ? ' wrong' : ''}`} aria-current={current ? 'step' : undefined}>
      <i>{(done || (current && wrong)) && <Icon name={wrong ? 'close' : 'check'} size={11} strokeWidth={2.6} />}</i>
      {t.of(state.label)}
    </li>
  );
}
function Ring({ share }: { readonly share: number }) {
  const round = 2 * Math.PI * 6.5;
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <circle cx="9" cy="9" r="6.5" fill="none" stroke="var(--line)" strokeWidth="3" />
      <circle cx="9" cy="9" r="6.5" fill="none" stroke="var(--accent)" strokeWidth="3" strokeDasharray={`${round * Math.min(1, share)} ${round}`} transform="rotate(-90 9 9)" />
    </svg>
  );
}
