import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import type { Editor } from '../form/use-editor.ts';
import { optionLabel, referenceLabel } from '../record/cell.tsx';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';

/** Over the lines: word and number left, title and day in the middle, enclosed sheets right. */
export function PaperHead({ editor, editing }: { readonly editor: Editor; readonly editing: boolean }) {
  const t = useWords();
  const { schema, values, dispatch } = editor;
  const day = String(values['voucher_date'] ?? '');
  const vtype = schema.fields.find((field) => field.name === 'vtype');
  const set = (name: string, value: unknown): void => dispatch({ type: 'set', name, value });
  return (
    <div className="paper-head">
      <div className="paper-word">
        {t('voucher.word')}
        {editing && vtype ? (
          <Select
            size="small"
            aria-label={t('voucher.word')}
            value={values['vtype']}
            options={(vtype.options ?? []).map((option) => ({ value: option.key, label: t.of(option.label) }))}
            onChange={(next: unknown) => set('vtype', next)}
          />
        ) : (
          <b>{vtype ? optionLabel(vtype, String(values['vtype'] ?? ''), t) : ''}</b>
        )}
        {t('voucher.no')} <span className="paper-blank">{referenceLabel(values['posted_as'] ?? null) || t('voucher.no_pending')}</span> {t('voucher.no_end')}
      </div>
      <div className="paper-title">
        <h2>{t('voucher.title')}</h2>
        <span className="row">
          {editing ? (
            <DatePicker
              aria-label={t('voucher.date')}
              value={day === '' ? null : dayjs(day)}
              allowClear={false}
              onChange={(next) => next && set('voucher_date', next.format('YYYY-MM-DD'))}
            />
          ) : (
            <b>{day}</b>
          )}
          <span className="faint">{day === '' ? '' : t('voucher.period', { period: day.slice(0, 7) })}</span>
        </span>
      </div>
      <div className="paper-attached">
        <Icon name="file" size={15} /> {t('voucher.attached')}
        {editing ? (
          <input
            className="paper-count num"
            aria-label={t('voucher.attached')}
            inputMode="numeric"
            value={String(values['attachment_count'] ?? 0)}
            onChange={(event) => /^\d{0,4}$/.test(event.target.value) && set('attachment_count', Number(event.target.value))}
          />
        ) : (
          <b>{String(values['attachment_count'] ?? 0)}</b>
        )}{' '}
        {t('voucher.sheets')}
      </div>
    </div>
  );
}
/** Who signs: the places of the form, filled as far as the document tells. */
export function PaperSigns({ editor }: { readonly editor: Editor }) {
  const t = useWords();
  const me = useWho();
  return (
    <div className="paper-signs">
      {(['voucher.head', 'voucher.book', 'voucher.review', 'voucher.cashier'] as const).map((word) => (
        <span key={word}>
          {t(word)} <i />
        </span>
      ))}
      <span>
        {t('voucher.made')} <b>{referenceLabel(editor.values['created_by'] ?? null) || (editor.record ? '' : me.user.name)}</b>
      </span>
    </div>
  );
}
