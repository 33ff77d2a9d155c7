import type { Me } from '../api/types.ts';
import { useWords, type Word } from '../words/index.ts';
import { Dialog } from './dialog.tsx';
import { useJumpList } from './jumps.tsx';

/** The keys of web §8, by place. */
const groups: readonly { readonly title: Word; readonly keys: readonly (readonly [string, Word])[] }[] = [
  {
    title: 'keys.everywhere',
    keys: [
      ['Ctrl K', 'keys.palette'],
      ['/', 'keys.here'],
      ['?', 'keys.help'],
      ['G …', 'keys.jump'],
      ['Esc', 'keys.close'],
      ['Ctrl S', 'keys.save'],
      ['Ctrl ↵', 'keys.main'],
      ['Alt ↑ ↓', 'keys.neighbour'],
      ['T', 'keys.tag'],
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
  {
    title: 'keys.display',
    keys: [
      ['PgUp PgDn', 'keys.month'],
      ['← →', 'keys.tree'],
      ['M ← → ↵', 'keys.card'],
      ['Alt ↑ ↓', 'keys.column'],
      ['P', 'keys.pin'],
    ],
  },
  {
    title: 'keys.rail',
    keys: [
      ['@', 'detail.mention'],
      ['Ctrl ↵', 'detail.send'],
    ],
  },
];
export function KeysHelp({ close, me }: { readonly close: () => void; readonly me: Me }) {
  const t = useWords();
  const jumps = useJumpList(me);
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
      <div className="keys-help" tabIndex={0} role="group" aria-label={t('keys.title')}>
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
        <section>
          <h3>{t('keys.jump')}</h3>
          <dl>
            {jumps.map((jump) => (
              <div key={jump.keys}>
                <dt>
                  <kbd>{['g', ...jump.keys].join(' ').toUpperCase()}</kbd>
                </dt>
                <dd>{jump.label}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}
