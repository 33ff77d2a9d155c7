import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { download, keep } from '../api/client.ts';
import { reportQuery } from '../api/queries.ts';
import type { Report, ReportRow } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { isNegative, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { cellOf, cellText, type CellPart, difference, isFigure, isZeroText, partsOf, type ReportColumn, shareOf, signed, slim, sumOf } from './cells.ts';
import { type Values } from './parameters.ts';
import { ReportTable, rowName } from './report-table.tsx';
import { Trend } from './trend.tsx';
import './drill.css';
import './stack.css';

export interface DrillProps {
  readonly name: string;
  readonly title: string;
  readonly report: Report;
  readonly values: Values;
  readonly cell: string;
  readonly go: (cell: string | undefined) => void;
}
/** What stands behind a figure, level by level down to the document; the report beside it stays usable (web §4.5). */
export function DrillDrawer({ name, title, report, values, cell, go }: DrillProps) {
  const t = useWords();
  const parts = partsOf(cell);
  const levels = useQueries({ queries: parts.slice(0, -1).map((part) => reportQuery(name, values, part.cell)) });
  const above = [report, ...levels.flatMap((level) => (level.data ? [level.data] : []))];
  const found = parts.map((part, at) => above[at]?.rows.find((row) => row.key === part.row));
  const last = parts.at(-1);
  const row = found.at(-1);
  const source = above[parts.length - 1];
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    // The figure asked about stays in sight beside the drawer.
    document.querySelector('.page-body [data-figure][aria-pressed=true]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [cell]);
  return (
    <aside className="drill" ref={panel} tabIndex={-1} aria-label={t('report.drill')}>
      <header className="drill-head">
        <nav className="crumbs" aria-label={t('report.drill')}>
          <button type="button" className="plain" onClick={() => go(undefined)}>
            {title}
          </button>
          {parts.map((part, at) => (
            <span key={part.cell} className="row">
              <Icon name="right" size={13} className="faint" />
              {at === parts.length - 1 ? (
                <b className="cut">{nameOf(found[at], part)}</b>
              ) : (
                <button type="button" className="plain cut" onClick={() => go(part.cell)}>
                  {nameOf(found[at], part)}
                </button>
              )}
            </span>
          ))}
        </nav>
        {parts.length > 1 && (
          <button type="button" className="icon-button" aria-label={t('report.back')} title={t('report.back')} onClick={() => go(parts.at(-2)?.cell)}>
            <Icon name="back" />
          </button>
        )}
        <button type="button" className="icon-button" aria-label={t('report.close')} title={t('report.close')} onClick={() => go(undefined)}>
          <Icon name="close" />
        </button>
      </header>
      {row && last && source ? (
        <Level key={cell} name={name} values={values} row={row} part={last} source={source} top={parts.length === 1} go={go} />
      ) : levels.some((level) => level.error) ? (
        <Failed error={levels.find((level) => level.error)?.error} thing={title} />
      ) : (
        <Waiting rows={6} />
      )}
    </aside>
  );
}
const nameOf = (row: ReportRow | undefined, part: CellPart): string => (row ? rowName(row) || part.row : part.row);

interface LevelProps extends Pick<DrillProps, 'name' | 'values' | 'go'> {
  readonly row: ReportRow;
  readonly part: CellPart;
  readonly source: Report;
  readonly top: boolean;
}
function Level({ name, values, row, part, source, top, go }: LevelProps) {
  const t = useWords();
  const level = useQuery(reportQuery(name, values, part.cell));
  const column = source.columns.find((one) => one.key === part.column);
  const value = row.cells[part.column];
  const other = source.columns.find((one) => one.key !== part.column && one.kind === 'money' && (one.key === 'opening' || one.key === 'prior'));
  return (
    <>
      <div className="drill-body">
        <div className="drill-figure">
          <strong className={isNegative(value) ? 'neg' : undefined}>{cellText(column?.kind ?? 'money', value)}</strong>
          <span className="faint">{top && other ? t('report.compared', { column: other.label, amount: signed(difference(value, row.cells[other.key])) }) : column?.label}</span>
        </div>
        {level.error ? (
          <Failed error={level.error} thing={rowName(row)} retry={() => void level.refetch()} />
        ) : level.data ? (
          <Parts name={name} values={values} answer={level.data} part={part} figure={value} go={go} />
        ) : (
          <Waiting rows={6} />
        )}
        {top && column?.kind === 'money' && <Trend name={name} values={values} row={row.key} column={column} />}
      </div>
      <footer className="drill-foot">
        <span className="faint">{level.data && level.data.rows.length > 0 ? t('report.entries', { count: level.data.rows.length }) : ''}</span>
        {level.data && level.data.rows.length > 0 && (
          <button type="button" className="link" onClick={() => void saveLevel(name, values, part.cell, rowName(row))}>
            {t('report.export_level')}
          </button>
        )}
      </footer>
    </>
  );
}

/** This level as a workbook, written by the server (P.10). */
async function saveLevel(name: string, values: Values, cell: string, title: string): Promise<void> {
  const [module = '', , key = ''] = name.split('.');
  const { blob } = await download('GET', `/${module}/report/${key}/drill`, { query: { ...values, cell, format: 'xlsx' } });
  keep(blob, `${title.replaceAll(/[\\/:*?"<>|]/g, ' ').trim()}.xlsx`);
}

/** The column that adds up to the figure above: its namesake, else the first money column. */
const mainColumn = (answer: Report, part: CellPart): ReportColumn | undefined =>
  answer.columns.find((column) => column.key === part.column) ?? answer.columns.find((column) => column.kind === 'money') ?? answer.columns.find((column) => isFigure(column.kind));

function Parts({
  name,
  values,
  answer,
  part,
  figure,
  go,
}: Pick<DrillProps, 'name' | 'values' | 'go'> & { readonly answer: Report; readonly part: CellPart; readonly figure: unknown }) {
  const t = useWords();
  const main = mainColumn(answer, part);
  const deeper = main !== undefined && answer.rows.some((row) => !row.open);
  const single = answer.rows.length === 1 && deeper ? answer.rows[0]?.key : undefined;
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => new Set(single === undefined ? [] : [single]));
  if (answer.rows.length === 0) return <p className="drill-note">{t('report.deepest')}</p>;
  const toggle = (key: string): void => setOpened((old) => (old.has(key) ? new Set([...old].filter((one) => one !== key)) : new Set([...old, key])));
  const sum = main ? sumOf(answer.rows, main.key) : undefined;
  const total = main && sum !== undefined && main.key === part.column && Object.keys(answer.totals).length === 0 ? { [main.key]: sum } : answer.totals;
  const rest = main && sum !== undefined && main.key === part.column && main.kind === 'money' ? difference(sum, figure) : '0.00';
  const cards = main !== undefined && answer.rows.length > 1 && answer.rows.length <= 3 && deeper;
  return (
    <>
      {cards && main && <Formula answer={answer} main={main} opened={opened} toggle={toggle} />}
      <h2 className="drill-title">
        {t('report.made_of')}
        <span className="faint">{t('report.entries', { count: answer.rows.length })}</span>
      </h2>
      <ReportTable
        small
        report={slim(answer)}
        totals={total}
        open={(row, column) => go(cellOf(part.cell, row, column))}
        {...(main && answer.rows.length > 1 && answer.columns.length < 4
          ? { after: (row: ReportRow) => <ShareBar share={shareOf(row.cells[main.key], answer.rows, main.key)} /> }
          : {})}
        {...(deeper && main
          ? {
              lead: (row: ReportRow) => <Turn row={row} main={main} open={opened.has(row.key)} toggle={toggle} />,
              inside: (row: ReportRow) => (opened.has(row.key) ? <Inside name={name} values={values} cell={cellOf(part.cell, row, main.key)} go={go} /> : null),
            }
          : {})}
      />
      {!isZeroText(rest) && (
        <p className="drill-note neg" role="alert">
          {t('report.sum_differs', { sum: money(sum), difference: money(rest) })}
        </p>
      )}
    </>
  );
}
function Turn({ row, main, open, toggle }: { readonly row: ReportRow; readonly main: ReportColumn; readonly open: boolean; readonly toggle: (key: string) => void }) {
  const t = useWords();
  if (row.open || isZeroText(row.cells[main.key] ?? '0')) return <span className="turn-space" />;
  return (
    <button
      type="button"
      className="icon-button report-turn"
      aria-expanded={open}
      aria-label={`${t(open ? 'form.collapse' : 'form.expand')} ${rowName(row)}`}
      onClick={() => toggle(row.key)}
    >
      <Icon name={open ? 'down' : 'right'} size={13} />
    </button>
  );
}
const ShareBar = ({ share }: { readonly share: number }) => (
  <span className="share-bar" aria-hidden="true">
    <i style={{ width: `${Math.max(share * 100, share > 0 ? 1 : 0)}%` }} />
  </span>
);
/** The next level in place, under its row. */
function Inside({ name, values, cell, go }: Pick<DrillProps, 'name' | 'values' | 'go'> & { readonly cell: string }) {
  const t = useWords();
  const level = useQuery(reportQuery(name, values, cell));
  if (level.error) return <Failed error={level.error} thing={t('report.made_of')} retry={() => void level.refetch()} />;
  if (!level.data) return <Waiting rows={3} />;
  if (level.data.rows.length === 0) return <p className="drill-note">{t('report.deepest')}</p>;
  return <ReportTable small report={{ ...slim(level.data), totals: {} }} open={(row, column) => go(cellOf(cell, row, column))} />;
}
/** The figure as the sum of its parts; a part opens its rows. */
function Formula({
  answer,
  main,
  opened,
  toggle,
}: {
  readonly answer: Report;
  readonly main: ReportColumn;
  readonly opened: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
}) {
  const t = useWords();
  return (
    <div className="formula" role="group" aria-label={t('report.formula')}>
      {answer.rows.map((row, at) => {
        const value = String(row.cells[main.key] ?? '');
        const negative = isNegative(value);
        return (
          <span key={row.key} className="formula-term">
            {(at > 0 || negative) && <span className="faint">{negative ? '−' : '+'}</span>}
            <button type="button" className={opened.has(row.key) ? 'formula-part on' : 'formula-part'} aria-pressed={opened.has(row.key)} onClick={() => toggle(row.key)}>
              <span className="cut">{rowName(row)}</span>
              <b>{cellText(main.kind, negative ? value.slice(1) : value)}</b>
            </button>
          </span>
        );
      })}
    </div>
  );
}
