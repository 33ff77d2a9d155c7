import { useWords, type Word } from '../words/index.ts';
import { Dialog } from './dialog.tsx';

/** The keys of web §8, by place. */
const groups: readonly { readonly title: Word; readonly keys: readonly (readonly [string, Word])[] }[] = [
  {
    title: 'keys.everywhere',
    keys: [
      ['Ctrl K', 'keys.palette'],
      ['/', 'keys.here'],
      ['?', 'keys.help'],
      ['Esc', 'keys.close'],
      ['Ctrl S', 'keys.save'],
      ['Ctrl ↵', 'keys.main'],
      ['Alt ↑ ↓', 'keys.neighbour'],
    ],
  },
  {
    title: 'keys.list',
    keys: [
      ['J K ↑ ↓', 'keys.row'],
      ['Space', 'keys.select'],
      ['Shift ↑ ↓', 'keys.range'],
      ['↵', 'keys.open'],
      ['Ctrl ↵', 'keys.tab'],
      ['N', 'keys.new'],
      ['F', 'keys.filter'],
      ['1 … 9', 'keys.views'],
      ['E', 'keys.export'],
    ],
  },
  {
    title: 'keys.form',
    keys: [
      ['Tab', 'keys.cell'],
      ['↵', 'keys.next'],
      ['F2', 'keys.edit'],
      ['Alt ↓', 'keys.choices'],
      ['Ctrl D', 'keys.copy'],
      ['Ctrl Delete', 'keys.remove'],
    ],
  },
];
export function KeysHelp({ close }: { readonly close: () => void }) {
  const t = useWords();
  return (
    <Dialog
      title={t('keys.title')}
      width={720}
      close={close}
      footer={
        <button type="button" className="button" onClick={close}>
          {t('common.close')}
        </button>
      }
    >
      <div className="keys-help">
        {groups.map((group) => (
          <section key={group.title}>
            <h3>{t(group.title)}</h3>
            <dl>
              {group.keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t(meaning)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
