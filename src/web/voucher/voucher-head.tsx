import { Link } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import type { Actions } from '../detail/use-actions.tsx';
import type { Editor } from '../form/use-editor.ts';
import { Icon } from '../shell/icons.tsx';
import { clock } from '../text/format.ts';
import { useWords } from '../words/index.ts';

/** While a voucher is written: saving and the next one are the work, submitting stands beside them. */
export function VoucherHead({
  editor,
  actions,
  list,
  save,
  saveAndNew,
}: {
  readonly editor: Editor;
  readonly actions: Actions;
  readonly list: string;
  readonly save: () => void;
  readonly saveAndNew: () => void;
}) {
  const t = useWords();
  const { record, changed, saving, savedAt } = editor;
  const { primary, menu } = actions;
  return (
    <header className="page-head">
      <Link to={list} className="icon-button" aria-label={t('common.back')}>
        <Icon name="back" />
      </Link>
      <h1 className="page-title">{record === undefined ? t('voucher.new') : String(record['draft_no'] ?? t('voucher.title'))}</h1>
      <span className="tag line">{t('detail.draft')}</span>
      <span className="faint hide-phone" role="status">
        {saving ? t('form.saving') : changed ? t('common.unsaved') : savedAt ? t('form.saved_at', { time: clock(savedAt) }) : ''}
      </span>
      <div className="side">
        {menu.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{
              items: menu.map(({ key, label, reason, danger, run }) => ({
                key,
                danger,
                disabled: run === undefined,
                label: <span title={reason}>{label}</span>,
                onClick: () => run?.(),
              })),
            }}
          >
            <button type="button" className="icon-button" aria-label={t('common.more')}>
              <Icon name="more" />
            </button>
          </Dropdown>
        )}
        {primary && (
          <button type="button" className="button hide-phone" aria-disabled={primary.reason !== undefined || saving} title={primary.reason} onClick={primary.run}>
            {primary.label}
          </button>
        )}
        <button type="button" className="button" aria-disabled={saving} onClick={save}>
          {t('common.save')} <span className="key hide-phone">Ctrl S</span>
        </button>
        <button type="button" className="button primary" aria-disabled={saving} onClick={saveAndNew}>
          {t('voucher.save_new')} <span className="key hide-phone">Ctrl ↵</span>
        </button>
      </div>
    </header>
  );
}
