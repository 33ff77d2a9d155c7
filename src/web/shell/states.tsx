import { type ReactNode, useEffect, useState } from 'react';
import { isProblem } from '../api/problem.ts';
import { useWords } from '../words/index.ts';
import { Icon, type IconName } from './icons.tsx';

/** A page or pane that has nothing to show, and says why (web §5); empty, nothing found, error and no right never look alike. */
export function Blank({
  icon,
  tone,
  title,
  text,
  children,
}: {
  readonly icon?: IconName;
  readonly tone?: 'red';
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="blank" role={tone === 'red' ? 'alert' : undefined}>
      {icon && <Icon name={icon} size={22} className={tone === 'red' ? 'neg' : 'faint'} />}
      <h2 className="blank-title">{title}</h2>
      {text !== undefined && <p className="soft">{text}</p>}
      {children !== undefined && <div className="blank-actions">{children}</div>}
    </div>
  );
}

/** What failed in plain words, what is safe, retry, and the number to quote. */
export function Failed({ error, thing, retry }: { readonly error: unknown; readonly thing: string; readonly retry?: () => void }) {
  const t = useWords();
  const problem = isProblem(error) ? error.problem : undefined;
  if (problem?.code === 'forbidden') return <Blank icon="lock" title={t('state.forbidden', { thing })} text={t('state.forbidden_help')} />;
  if (problem?.code === 'not_found') return <Blank icon="noMatch" title={t('state.not_found')} text={t('state.not_found_help')} />;
  if (problem?.code === 'route.not_found') return <Blank icon="noMatch" title={t('state.no_page')} text={t('state.no_page_help')} />;
  const text =
    problem && problem.code !== 'network.unreachable'
      ? [problem.title, problem.detail].filter((part, at, all) => part !== '' && all.indexOf(part) === at).join(' · ')
      : t('state.failed_network');
  return (
    <Blank icon="error" tone="red" title={t('state.failed', { thing })} text={text}>
      {retry && (
        <button type="button" className="button primary" onClick={retry}>
          <Icon name="retry" size={15} /> {t('common.retry')}
        </button>
      )}
      {problem?.trace !== undefined && <CopyButton text={problem.trace} label={t('state.copy_trace', { trace: problem.trace })} />}
    </Blank>
  );
}
export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const t = useWords();
  const [done, setDone] = useState(false);
  return (
    <button type="button" className="button quiet" onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true))}>
      <Icon name={done ? 'check' : 'copy'} size={15} /> {done ? t('common.copied') : label}
    </button>
  );
}

/** True only after 300 ms: what is quick shows nothing in between (web §5). */
export function useSlow(waiting: boolean): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, [waiting]);
  return waiting && slow;
}
const widths = ['62%', '78%', '50%', '70%', '58%', '82%', '66%', '54%'];
export function SkeletonRows({ rows = 8, columns = 4 }: { readonly rows?: number; readonly columns?: number }) {
  const t = useWords();
  return (
    <div className="skeleton" role="status" aria-label={t('app.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div className="skeleton-row" key={row} style={{ opacity: 1 - row / (rows + 2) }}>
          {Array.from({ length: columns }, (_, column) => (
            <span key={column}>
              <i style={{ width: widths[(row * 3 + column) % widths.length] }} />
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
/** For panes that load: nothing, then rows of real height. */
export function Waiting({ rows = 8 }: { readonly rows?: number }) {
  return useSlow(true) ? <SkeletonRows rows={rows} /> : null;
}
