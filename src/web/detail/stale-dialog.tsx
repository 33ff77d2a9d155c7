import type { Editor, Stale } from '../form/use-editor.ts';
import { shown } from '../record/cell.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { useWords } from '../words/index.ts';

/** Somebody else saved first: field by field mine and theirs, nothing is overwritten unseen (web §5 stale). */
export function StaleDialog({ editor, stale }: { readonly editor: Editor; readonly stale: Stale }) {
  const t = useWords();
  const fields = editor.schema.fields.filter(
    (field) =>
      field.kind !== 'lines' && JSON.stringify(stale.current[field.name] ?? null) !== JSON.stringify(editor.values[field.name] ?? null) && (field.origin ?? 'input') === 'input',
  );
  return (
    <Dialog
      title={t('form.stale_title', { who: stale.by ?? t('form.stale_somebody') })}
      width={560}
      unclosable
      close={() => undefined}
      footer={
        <>
          <button type="button" className="button" onClick={() => editor.settle('theirs')}>
            {t('form.stale_drop')}
          </button>
          <button type="button" className="button primary" onClick={() => editor.settle('mine')}>
            {t('form.stale_keep')}
          </button>
        </>
      }
    >
      <table className="line-table">
        <thead>
          <tr>
            <th />
            <th>{t('form.stale_mine')}</th>
            <th>{t('form.stale_theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.name}>
              <td className="soft">{t.of(field.label)}</td>
              <td>{shown(field, editor.values[field.name], t)}</td>
              <td>{shown(field, stale.current[field.name], t)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
