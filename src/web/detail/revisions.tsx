import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { shown } from '../record/cell.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime, moment } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import '../report/report.css';
import { type Difference, differenceOf, type FieldChange, isEmpty } from './diff.ts';

interface Revision {
  readonly revision: number;
  readonly at: string;
  readonly by: { readonly id: string | null; readonly label: string | null };
  readonly action: string;
  readonly reason: string | null;
  readonly changes: readonly { readonly path: string; readonly hidden?: boolean }[];
  readonly state: Readonly<Record<string, unknown>>;
}
const mostRevisions = 100;
/** The states a record went through, newest first, each with what it changed; any two can be laid side by side (P.4). */
export function Revisions({ schema, record }: { readonly schema: Schema; readonly record: ApiRecord }) {
  const t = useWords();
  const [opened, setOpened] = useState<number>();
  const [sides, setSides] = useState<readonly [number, number]>();
  const found = useQuery({
    queryKey: ['revisions', schema.name, record.id],
    queryFn: ({ signal }) => request<{ readonly data: readonly Revision[] }>('GET', `${pathOf(schema.name)}/${record.id}/revisions`, { query: { limit: mostRevisions }, signal }),
  });
  if (found.error) return <Failed error={found.error} thing={t('detail.revisions')} retry={() => void found.refetch()} />;
  if (!found.data) return <Waiting rows={4} />;
  const all = found.data.data;
  return (
    <>
      <ol className="revisions">
        {all.map((one, index) => {
          const before = all[index + 1];
          const open = (opened ?? 0) === index;
          const hidden = one.changes.filter((change) => change.hidden).length;
          return (
            <li key={one.revision}>
              <button type="button" className="plain revision-head" aria-expanded={open} onClick={() => setOpened(open ? -1 : index)}>
                <b>{t('detail.revision', { n: one.revision })}</b>
                <span className="soft cut">
                  {one.by.label ?? t('detail.system')} {verbOf(one.action, schema, t)}
                </span>
                <time dateTime={one.at} title={dateTime(one.at)}>
                  {moment(one.at, t('common.yesterday'))}
                </time>
              </button>
              {open && (
                <div className="revision-body">
                  {one.reason !== null && <p className="timeline-text">{one.reason}</p>}
                  {before ? <Changes difference={differenceOf(schema, before.state, one.state)} /> : <p className="faint">{t('detail.first_revision')}</p>}
                  {hidden > 0 && <p className="faint small">{t('detail.hidden_changes', { count: hidden })}</p>}
                  {before && (
                    <button type="button" className="link" onClick={() => setSides([index + 1, index])}>
                      {t('detail.side_by_side')}
                    </button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {sides && <SideBySide schema={schema} all={all} sides={sides} choose={setSides} close={() => setSides(undefined)} />}
    </>
  );
}
function verbOf(action: string, schema: Schema, t: Words): string {
  if (action === 'create') return t('detail.created');
  if (action === 'update') return t('detail.updated');
  const declared = schema.actions.find((one) => one.name === action);
  return declared ? t.of(declared.label) : action;
}
const valueOf = (change: FieldChange, side: 'old' | 'new', t: Words): string => shown(change.field, change[side], t);

function Changes({ difference }: { readonly difference: Difference }) {
  const t = useWords();
  if (isEmpty(difference)) return <p className="faint">{t('detail.nothing_changed')}</p>;
  return (
    <dl className="changes">
      {difference.fields.map((change) => (
        <div key={change.field.name}>
          <dt>{t.of(change.field.label)}</dt>
          <dd>
            <Change change={change} />
          </dd>
        </div>
      ))}
      {difference.lines.flatMap(({ lines, rows }) =>
        rows.map((row) => (
          <div key={`${lines.name} ${row.kind} ${row.no}`}>
            <dt>
              {t(`detail.line_${row.kind}`, { n: row.no })} {row.nameField ? shown(row.nameField, row.name, t) : ''}
            </dt>
            {row.cells.map((cell) => (
              <dd key={cell.field.name}>
                <span className="faint">{t.of(cell.field.label)}</span> <Change change={cell} />
              </dd>
            ))}
          </div>
        )),
      )}
    </dl>
  );
}
function Change({ change }: { readonly change: FieldChange }) {
  const t = useWords();
  return (
    <>
      <del>{valueOf(change, 'old', t)}</del> → <ins>{valueOf(change, 'new', t)}</ins>
    </>
  );
}
interface SideProps {
  readonly schema: Schema;
  readonly all: readonly Revision[];
  readonly sides: readonly [number, number];
  readonly choose: (sides: readonly [number, number]) => void;
  readonly close: () => void;
}
/** Two states beside each other, only where they differ. */
function SideBySide({ schema, all, sides, choose, close }: SideProps) {
  const t = useWords();
  const [left, right] = [all[sides[0]], all[sides[1]]];
  if (!left || !right) return null;
  const difference = differenceOf(schema, left.state, right.state);
  const side = (at: 0 | 1) => (
    <select
      className="input"
      aria-label={t(at === 0 ? 'detail.left_side' : 'detail.right_side')}
      value={sides[at]}
      onChange={(event) => choose(at === 0 ? [Number(event.target.value), sides[1]] : [sides[0], Number(event.target.value)])}
    >
      {all.map((one, index) => (
        <option key={one.revision} value={index}>
          {t('detail.revision', { n: one.revision })} · {one.by.label ?? t('detail.system')} · {dateTime(one.at)}
        </option>
      ))}
    </select>
  );
  return (
    <Dialog
      title={t('detail.side_by_side')}
      width={860}
      close={close}
      footer={
        <button type="button" className="button" onClick={close}>
          {t('common.close')}
        </button>
      }
    >
      <div className="sides-box">
        <table className="report-table sides">
          <thead>
            <tr>
              <th scope="col">{t('list.field')}</th>
              <th scope="col">{side(0)}</th>
              <th scope="col">{side(1)}</th>
            </tr>
          </thead>
          <tbody>
            {difference.fields.map((change) => (
              <tr key={change.field.name}>
                <th scope="row">{t.of(change.field.label)}</th>
                <td>{valueOf(change, 'old', t)}</td>
                <td className="differs">{valueOf(change, 'new', t)}</td>
              </tr>
            ))}
            {difference.lines.flatMap(({ lines, rows }) =>
              rows.flatMap((row) => [
                <tr key={`${lines.name} ${row.kind} ${row.no}`} className="side-line">
                  <th scope="colgroup" colSpan={3}>
                    {t(`detail.line_${row.kind}`, { n: row.no })} {row.nameField ? shown(row.nameField, row.name, t) : ''}
                  </th>
                </tr>,
                ...row.cells.map((cell) => (
                  <tr key={`${lines.name} ${row.kind} ${row.no} ${cell.field.name}`}>
                    <th scope="row">{t.of(cell.field.label)}</th>
                    <td>{row.kind === 'added' ? '' : valueOf(cell, 'old', t)}</td>
                    <td className="differs">{row.kind === 'removed' ? '' : valueOf(cell, 'new', t)}</td>
                  </tr>
                )),
              ]),
            )}
          </tbody>
        </table>
        {isEmpty(difference) && <p className="faint">{t('detail.nothing_changed')}</p>}
      </div>
    </Dialog>
  );
}
