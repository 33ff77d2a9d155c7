import { useId } from 'react';
import type { SchemaAction } from '../api/types.ts';
import { localDate } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { endOfDay, type LinkWish } from './links.ts';

export interface Draft {
  readonly until: string;
  readonly actions: readonly string[];
  readonly uses: string;
  readonly address: string;
  readonly code: boolean;
  readonly send: boolean;
  readonly note: string;
}
const dayIn = (days: number): string => {
  const now = new Date();
  return localDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
};
export const newDraft = (): Draft => ({ until: dayIn(7), actions: [], uses: '1', address: '', code: false, send: false, note: '' });
/** An answer is counted only where there is one to give, a note travels only with the letter. */
export function wishOf({ until, actions, uses, address, code, send, note }: Draft): LinkWish {
  return {
    expires_at: endOfDay(until),
    uses: actions.length === 0 || uses.trim() === '' ? null : Number(uses),
    actions,
    address: address.trim() === '' ? null : address.trim(),
    code,
    send,
    note: !send || note.trim() === '' ? null : note.trim(),
  };
}
const terms = [7, 30, 90] as const;

interface LinkFormProps {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  readonly actions: readonly SchemaAction[];
  readonly submit: () => void;
}
export function LinkForm({ draft, change, actions, submit }: LinkFormProps) {
  const t = useWords();
  const id = useId();
  const toggle = (name: string, on: boolean): void => change({ actions: on ? [...draft.actions, name] : draft.actions.filter((one) => one !== name) });
  return (
    <form
      className="dialog-form share-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="soft">{t('share.what')}</p>
      <div className="dialog-field">
        <label htmlFor={`${id}-until`}>{t('share.expires')}</label>
        <div className="share-until">
          <input
            id={`${id}-until`}
            className="input"
            type="date"
            required
            min={dayIn(0)}
            max={dayIn(365)}
            value={draft.until}
            onChange={(event) => event.target.value !== '' && change({ until: event.target.value })}
          />
          {terms.map((days) => (
            <button key={days} type="button" className="button small" aria-pressed={draft.until === dayIn(days)} onClick={() => change({ until: dayIn(days) })}>
              {t('share.days', { n: days })}
            </button>
          ))}
        </div>
      </div>
      {actions.length > 0 && (
        <fieldset className="share-actions">
          <legend>{t('share.may')}</legend>
          {actions.map((action) => (
            <label key={action.name} className="share-check">
              <input type="checkbox" className="check" checked={draft.actions.includes(action.name)} onChange={(event) => toggle(action.name, event.target.checked)} />
              {t.of(action.label)}
            </label>
          ))}
        </fieldset>
      )}
      {draft.actions.length > 0 && (
        <div className="dialog-field">
          <label htmlFor={`${id}-uses`}>{t('share.uses')}</label>
          <input
            id={`${id}-uses`}
            className="input num share-uses"
            type="number"
            min={1}
            max={1000}
            value={draft.uses}
            aria-describedby={`${id}-uses-help`}
            onChange={(event) => change({ uses: event.target.value })}
          />
          <p id={`${id}-uses-help`} className="faint small">
            {t('share.uses_help')}
          </p>
        </div>
      )}
      <div className="dialog-field">
        <label htmlFor={`${id}-address`}>{t('share.address')}</label>
        <input
          id={`${id}-address`}
          className="input"
          type="email"
          autoComplete="off"
          maxLength={254}
          value={draft.address}
          onChange={(event) => change({ address: event.target.value })}
        />
      </div>
      <div className="share-actions">
        <label className="share-check">
          <input type="checkbox" className="check" checked={draft.code} onChange={(event) => change({ code: event.target.checked })} />
          {t('share.code')}
        </label>
        <label className="share-check">
          <input type="checkbox" className="check" checked={draft.send} onChange={(event) => change({ send: event.target.checked })} />
          {t('share.send')}
        </label>
      </div>
      {draft.send && (
        <div className="dialog-field">
          <label htmlFor={`${id}-note`}>{t('share.note')}</label>
          <textarea id={`${id}-note`} className="input" maxLength={1000} value={draft.note} onChange={(event) => change({ note: event.target.value })} />
        </div>
      )}
      <button type="submit" hidden />
    </form>
  );
}
