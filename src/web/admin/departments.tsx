import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { request } from '../api/client.ts';
import { refreshAfterWrite } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { referenceLabel } from '../record/cell.tsx';
import { isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { type Branch, branchesOf, inside } from './department-tree.ts';
import { RecordDialog } from './record-dialog.tsx';
import { useAll } from './served.ts';

const name = 'core.department';
/** Who belongs where and who leads it (P.1): a tree that is moved by dragging, or in the window of a department. */
export function Departments() {
  const t = useWords();
  const me = useWho();
  const client = useQueryClient();
  const asked = useAll(name, { sort: 'position,code' });
  const people = useAll('core.user', { fields: 'name,department,state' }).data ?? [];
  const [open, setOpen] = useState<{ readonly record?: ApiRecord; readonly parent?: ApiRecord }>();
  const [dragged, setDragged] = useState<string>();
  const [over, setOver] = useState<string>();
  const { problems, attempt } = useAttempt();
  const may = mayOpen(me, name, 'update');
  if (asked.error) return <Failed error={asked.error} thing={t('admin.departments')} retry={() => void asked.refetch()} />;
  if (!asked.data) return <Waiting />;
  const branches = branchesOf(asked.data);
  const count = (id: string): number => people.filter((person) => person.state !== 'disabled' && isReference(person['department']) && person['department'].id === id).length;
  const move = (id: string, parent: string | null): void => {
    const record = asked.data.find((one) => one.id === id);
    if (!record || id === parent || (parent !== null && inside(branches, id, parent))) return;
    void attempt(async () => {
      await request('PATCH', `/core/department/${id}`, { body: { version: record.version, parent } });
      await refreshAfterWrite(client, name, id);
    });
  };
  const drop = (target: string): void => {
    if (dragged !== undefined) move(dragged, target);
    setDragged(undefined);
    setOver(undefined);
  };
  return (
    <>
      <AdminHead title={t('admin.departments')} note={may ? t('setup.departments_note') : t('admin.departments_help')}>
        {may && (
          <button type="button" className="button primary" onClick={() => setOpen({})}>
            <Icon name="plus" size={15} /> {t('setup.department_new')}
          </button>
        )}
      </AdminHead>
      <div className="page-body">
        <Refused problems={problems} className="admin-notice" />
        {branches.length === 0 ? (
          <Blank title={t('state.empty', { thing: t('admin.departments') })} text={t('admin.departments_help')} />
        ) : (
          <table className="report-table departments">
            <thead>
              <tr>
                <th scope="col">{t('settings.department')}</th>
                <th scope="col" className="hide-phone">
                  {t('setup.code')}
                </th>
                <th scope="col">{t('setup.head')}</th>
                <th scope="col" className="hide-phone">
                  {t('setup.deputies')}
                </th>
                <th scope="col" className="num">
                  {t('setup.members')}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {branches.map((branch) => (
                <Row
                  key={branch.record.id}
                  branch={branch}
                  members={count(branch.record.id)}
                  may={may}
                  over={over === branch.record.id && dragged !== undefined && dragged !== branch.record.id}
                  open={() => setOpen({ record: branch.record })}
                  add={() => setOpen({ parent: branch.record })}
                  drag={{
                    start: () => setDragged(branch.record.id),
                    end: () => (setDragged(undefined), setOver(undefined)),
                    enter: () => setOver(branch.record.id),
                    drop: () => drop(branch.record.id),
                  }}
                  outward={() => {
                    const above = branches.find((one) => one.record.id === branch.parent);
                    if (above) move(branch.record.id, above.parent ?? null);
                  }}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
      {open && (
        <RecordDialog
          name={name}
          title={open.record ? String(open.record['name']) : t('setup.department_new')}
          record={open.record}
          initial={open.parent ? { parent: { id: open.parent.id, code: open.parent['code'], label: open.parent['name'] } } : {}}
          fields={() => ['name', 'code', 'parent', 'head', 'deputies', 'cost_class', 'position', 'active']}
          close={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
interface Drag {
  readonly start: () => void;
  readonly end: () => void;
  readonly enter: () => void;
  readonly drop: () => void;
}
function Row({
  branch: { record, depth },
  members,
  may,
  over,
  open,
  add,
  drag,
  outward,
}: {
  readonly branch: Branch;
  readonly members: number;
  readonly may: boolean;
  readonly over: boolean;
  readonly open: () => void;
  readonly add: () => void;
  readonly drag: Drag;
  readonly outward: () => void;
}) {
  const t = useWords();
  const home = useHome();
  const label = String(record['name'] ?? '');
  const deputies = Array.isArray(record['deputies']) ? (record['deputies'] as readonly unknown[]) : [];
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' || !event.altKey || !may) return;
    event.preventDefault();
    outward();
  };
  return (
    <tr
      className={over ? 'drop-here' : record['active'] === false ? 'past' : undefined}
      draggable={may}
      onDragStart={drag.start}
      onDragEnd={drag.end}
      onDragOver={(event) => {
        event.preventDefault();
        drag.enter();
      }}
      onDrop={(event) => {
        event.preventDefault();
        drag.drop();
      }}
    >
      <th scope="row">
        <span className="row" style={{ paddingInlineStart: depth * 22 }}>
          {depth > 0 && <span className="branch" aria-hidden="true" />}
          {may ? (
            <button type="button" className="link cut" lang="zh-CN" onClick={open} onKeyDown={press}>
              {label}
            </button>
          ) : (
            <span lang="zh-CN">{label}</span>
          )}
          {record['active'] === false && <span className="tag">{t('setup.inactive')}</span>}
        </span>
      </th>
      <td className="faint hide-phone">{String(record['code'] ?? '')}</td>
      <td lang="zh-CN">{record['head'] ? referenceLabel(record['head']) : <span className="faint">{t('setup.no_head')}</span>}</td>
      <td className="soft hide-phone" lang="zh-CN">
        {deputies.map(referenceLabel).join('、')}
      </td>
      <td className="num">
        {members > 0 ? (
          <Link to={`${home}/settings/users` as string} search={{ department: record.id } as never}>
            {members}
          </Link>
        ) : (
          <span className="faint">—</span>
        )}
      </td>
      <td className="row-actions">
        {may && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('setup.department_under', { name: label })}
            title={t('setup.department_under', { name: label })}
            onClick={add}
          >
            <Icon name="plus" size={15} />
          </button>
        )}
      </td>
    </tr>
  );
}
