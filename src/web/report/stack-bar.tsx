import type { Report } from '../api/types.ts';
import { useWords } from '../words/index.ts';
import { abbreviated, money, percent } from '../text/format.ts';
import { sumOf } from './cells.ts';
import './stack.css';

/** Parts of a total as one bar, each part named with its figure below: what a pie would show, readable (web §9). */
export function StackBar({
  report,
  columns,
  brief = false,
}: {
  readonly report: Pick<Report, 'columns' | 'rows' | 'totals'>;
  readonly columns: readonly string[];
  readonly brief?: boolean;
}) {
  const t = useWords();
  const parts = columns.flatMap((key, at) => {
    const column = report.columns.find((one) => one.key === key);
    if (!column) return [];
    const given = report.totals[key];
    const value = typeof given === 'string' ? given : sumOf(report.rows, key);
    return [{ key, label: column.label, value, size: Math.max(0, Number(value)), tone: tones[Math.min(at, tones.length - 1)] }];
  });
  const whole = parts.reduce((sum, part) => sum + part.size, 0);
  const shown = parts.filter((part) => part.size > 0 || !brief);
  if (whole === 0) return null;
  return (
    <figure className="stack">
      <div className="stack-bar" role="img" aria-label={parts.map((part) => `${part.label} ${money(part.value)}`).join('; ')}>
        {parts.map((part) => part.size > 0 && <i key={part.key} className={part.tone} style={{ flexGrow: part.size / whole }} title={`${part.label} ${money(part.value)}`} />)}
      </div>
      <figcaption className="stack-legend">
        {shown.map((part) => (
          <span key={part.key}>
            <span className="faint">
              <i className={part.tone} />
              {part.label}
            </span>
            <b>
              {part.size < 10_000 ? money(part.value) : abbreviated(part.size, t.locale)}{' '}
              <span className="faint">{percent(String(Math.round((part.size / whole) * 1000) / 1000), 1)}</span>
            </b>
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
/** From not due to long overdue: accent, lighter, amber, red. */
const tones: readonly string[] = ['tone-1', 'tone-2', 'tone-3', 'tone-4', 'tone-5', 'tone-5', 'tone-6', 'tone-6', 'tone-6'];
