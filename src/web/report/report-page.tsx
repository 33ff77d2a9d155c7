import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { reportQuery } from '../api/queries.ts';
import type { Report, ReportRow } from '../api/types.ts';
import { type Declarations, useDeclarations } from '../record/declarations.ts';
import { useKeys } from '../shell/keys.ts';
import { useWho } from '../shell/layout.tsx';
import { Blank, Failed, SkeletonRows, useSlow } from '../shell/states.tsx';
import { clock } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { cellOf } from './cells.ts';
import { DrillDrawer } from './drill-drawer.tsx';
import { ParameterChips } from './parameter-chips.tsx';
import { missingOf, periodText, valuesOf } from './parameters.ts';
import { ReportFiles } from './report-files.tsx';
import { ReportMarks } from './report-marks.tsx';
import { ReportTable } from './report-table.tsx';
import { StackBar } from './stack-bar.tsx';
import { Statement } from './statement.tsx';
import { layoutOf } from './statement-layout.ts';
import './report.css';
import './print.css';

type Search = Readonly<Record<string, unknown>>;
/** One page for every report (web §4.5): chips, checks, the table or the statutory form, and the drawer that opens behind each figure. */
export function ReportPage() {
  const { module, name: key } = useParams({ from: '/o/$org/$module/report/$name' });
  const name = `${module}.report.${key}`;
  const declarations = useDeclarations();
  const declared = declarations?.reports.get(name);
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const t = useWords();
  const values = declared ? valuesOf(declared.parameters, search) : {};
  const missing = declared ? missingOf(declared.parameters, values) : [];
  const asked = useQuery({
    ...reportQuery(name, values),
    enabled: declared !== undefined && missing.length === 0,
    placeholderData: (old) => (old?.report === name ? old : undefined),
  });
  const slow = useSlow(asked.isFetching);
  const cell = typeof search['cell'] === 'string' ? search['cell'] : undefined;
  const onlyFigures = String(search['figures']) === 'true';
  const change = (part: Search): void => void navigate({ to: '.', search: { ...search, ...part } as never, replace: !('cell' in part) });
  const go = (next: string | undefined): void => change({ cell: next });
  useKeys({ escape: () => cell !== undefined && go(undefined) });
  const statutory = layoutOf(name) !== undefined;
  const report = asked.data && withoutHidden(asked.data, hiddenColumns(declarations, name));
  const title = declared ? t.of(declared) : '';
  return (
    <div className={cell === undefined ? 'report-page' : 'report-page drilling'}>
      <div className="page-head open">
        <h1 className="page-title">{title}</h1>
        {report && <ReportMarks name={name} report={report} />}
        <div className="side">{report && <ReportFiles name={name} values={values} title={title} />}</div>
      </div>
      <div className="report-bar">
        {declared && <ParameterChips key={name} declared={declared.parameters} values={values} missing={missing} change={(part) => change({ ...part, cell: undefined })} />}
        {statutory && (
          <button type="button" className="param" aria-pressed={onlyFigures} onClick={() => change({ figures: onlyFigures ? undefined : true })}>
            <span>{t('report.hide_zero')}</span>
            <b>{t(onlyFigures ? 'common.yes' : 'common.no')}</b>
          </button>
        )}
      </div>
      <div className={statutory ? 'page-body report-ground' : 'page-body report-body'} aria-busy={asked.isFetching} tabIndex={0} role="region" aria-label={title}>
        {slow && report && <div className="refining" role="status" aria-label={t('app.loading')} />}
        {missing.length > 0 ? (
          <Blank icon="report" title={t('report.choose')} text={t('report.choose_help')} />
        ) : asked.error ? (
          <Failed error={asked.error} thing={title} retry={() => void asked.refetch()} />
        ) : report ? (
          <Body name={name} report={report} until={periodText(values)} onlyFigures={onlyFigures} chart={declared?.chart as Chart | undefined} cell={cell} go={go} />
        ) : (
          slow && <SkeletonRows rows={14} columns={4} />
        )}
      </div>
      {cell !== undefined && report && <DrillDrawer name={name} title={title} report={report} values={values} cell={cell} go={go} />}
    </div>
  );
}
/** Columns that carry ids for the interface are declared hidden and are not shown. */
function hiddenColumns(declarations: Declarations | undefined, name: string): ReadonlySet<string> {
  const declared = declarations?.modules.flatMap((module) => module.reports ?? []).find((one) => one.name === name);
  return new Set(Object.entries(declared?.spec.columns ?? {}).flatMap(([key, field]) => ((field as { readonly hidden?: true }).hidden ? [key] : [])));
}
const withoutHidden = (report: Report, hidden: ReadonlySet<string>): Report =>
  hidden.size === 0 ? report : { ...report, columns: report.columns.filter((column) => !hidden.has(column.key)) };
interface Chart {
  readonly y: readonly string[];
}
interface BodyProps {
  readonly name: string;
  readonly report: Report;
  readonly until: string;
  readonly onlyFigures: boolean;
  readonly chart: Chart | undefined;
  readonly cell: string | undefined;
  readonly go: (cell: string) => void;
}
function Body({ name, report, until, onlyFigures, chart, cell, go }: BodyProps) {
  const t = useWords();
  const { organisation } = useWho();
  const layout = layoutOf(name);
  if (report.rows.length === 0) return <Blank icon="noMatch" title={t('report.nothing')} />;
  // Rows that are documents open themselves; figures of others are asked what they are made of.
  const drills = !report.rows.some((row) => row.open);
  const open = (row: ReportRow, column: string): void => go(cellOf(undefined, row, column));
  const active = cell?.split('/')[0];
  return (
    <>
      {chart && <StackBar report={report} columns={chart.y} />}
      {layout ? (
        <Statement report={report} layout={layout} company={organisation.name} until={until} onlyFigures={onlyFigures} active={active} open={open} />
      ) : (
        <ReportTable report={report} active={active} open={drills ? open : undefined} />
      )}
      <p className="report-hints">
        {drills && <span>{t('report.drill_hint')}</span>}
        <span>
          <kbd>↑ ↓</kbd> {t('report.key_rows')}
        </span>
        <span>
          <kbd>Enter</kbd> {t('report.key_open')}
        </span>
        {drills && (
          <span>
            <kbd>Esc</kbd> {t('report.key_close')}
          </span>
        )}
        <span className="report-time">{t('report.of_page', { time: clock(new Date(report.as_of)) })}</span>
      </p>
    </>
  );
}
