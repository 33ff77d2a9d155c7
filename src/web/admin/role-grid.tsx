import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import { Icon } from '../shell/icons.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { useWords } from '../words/index.ts';
import { useRegistry } from './grants.ts';
import { type Grants, type GrantOptions, type GrantRow, allows, type Level, levelOf, rowsOf, toggled, withGrant, withLevel, type WrittenGrant } from './role-model.ts';

const common = ['read', 'create', 'update', 'delete', 'import', 'export', 'print'] as const;
/** Records × actions with the scope of their rows; while it is edited each is a control, and more records can be added. */
export function RoleGrid({ options, grants, edit }: { readonly options: GrantOptions; readonly grants: Grants; readonly edit: ((grants: Grants) => void) | undefined }) {
  const t = useWords();
  const declarations = useDeclarations();
  const rows = rowsOf(grants, options);
  const modules = (declarations?.modules ?? []).filter((module) => rows.some(({ of }) => of.name.startsWith(`${module.name}.`)));
  return (
    <>
      <table className="report-table role-grid">
        <thead>
          <tr>
            <th scope="col">{t('admin.declaration')}</th>
            <th scope="col">{t('admin.scope')}</th>
            {common.map((action) => (
              <th key={action} scope="col" className="mid">
                {t(`admin.${action}`)}
              </th>
            ))}
            <th scope="col">{t('admin.other_actions')}</th>
            {edit && <td />}
          </tr>
        </thead>
        {modules.map((module) => (
          <tbody key={module.name}>
            <tr className="role-module">
              <th scope="colgroup" colSpan={(edit ? 4 : 3) + common.length}>
                {t.of(module)}
              </th>
            </tr>
            {rows
              .filter(({ of }) => of.name.startsWith(`${module.name}.`))
              .map((row) => (
                <Row key={`${row.of.name} ${row.at}`} row={row} options={options} edit={edit && ((grant) => edit(withGrant(grants, row.of.name, row.at, grant)))} />
              ))}
          </tbody>
        ))}
      </table>
      {edit && (
        <div className="role-more">
          <Select
            aria-label={t('role.add')}
            placeholder={t('role.add')}
            style={{ width: 280 }}
            value={null}
            showSearch={{ optionFilterProp: 'label' }}
            options={options.declarations.map((one) => ({ value: one.name, label: one.label }))}
            onChange={(name: string | null) => {
              const of = options.declarations.find((one) => one.name === name);
              if (of) edit(withGrant(grants, of.name, (grants[of.name] ?? []).length, { actions: ['read'], scope: of.scopes.includes('all') ? 'all' : (of.scopes[0] ?? 'all') }));
            }}
          />
        </div>
      )}
    </>
  );
}
function Row({
  row: { of, grant },
  options,
  edit,
}: {
  readonly row: GrantRow;
  readonly options: GrantOptions;
  readonly edit: ((grant: WrittenGrant | undefined) => void) | undefined;
}) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const meta = useRegistry()?.records.get(of.name);
  const others = of.actions.filter((action) => !common.some((one) => one === action));
  const labelOf = (action: string): string => {
    const declared = meta?.actions.find((one) => one.name === action);
    if (declared) return t.of(declared);
    return action === 'archive' || action === 'restore' ? t(`setup.${action}`) : action === 'bulk' ? t('role.bulk') : action;
  };
  const scope = options.scopes.find((one) => one.name === grant.scope)?.label ?? grant.scope;
  const groups = options.groups.filter((group) => of.groups.includes(group.name));
  const held = others.filter((action) => allows(grant, action));
  return (
    <>
      <tr>
        <th scope="row">
          {of.label}
          {grant.condition !== undefined && grant.condition !== null && <span className="tag amber">{t('role.condition')}</span>}
        </th>
        <td className="soft">
          {edit ? (
            <select
              className="input role-scope"
              aria-label={`${of.label} ${t('admin.scope')}`}
              value={grant.scope}
              onChange={(event) => edit({ ...grant, scope: event.target.value })}
            >
              {of.scopes.map((name) => (
                <option key={name} value={name}>
                  {options.scopes.find((one) => one.name === name)?.label ?? name}
                </option>
              ))}
            </select>
          ) : (
            scope
          )}
        </td>
        {common.map((action) => (
          <td key={action} className="mid">
            {!of.actions.includes(action) ? (
              ''
            ) : edit ? (
              <Checkbox
                aria-label={`${of.label} ${t(`admin.${action}`)}`}
                checked={allows(grant, action)}
                disabled={action === 'read'}
                onChange={() => edit(toggled(grant, action, of.actions))}
              />
            ) : allows(grant, action) ? (
              <Icon name="check" size={14} aria-label={t('common.yes')} />
            ) : (
              <span className="faint">—</span>
            )}
          </td>
        ))}
        <td className="soft">
          {edit && others.length > 0 ? (
            <Select
              aria-label={`${of.label} ${t('admin.other_actions')}`}
              mode="multiple"
              style={{ width: '100%', minWidth: 220 }}
              value={held}
              options={others.map((action) => ({ value: action, label: labelOf(action) }))}
              onChange={(chosen: string[]) => edit({ ...grant, actions: [...of.actions.filter((action) => allows(grant, action) && !others.includes(action)), ...chosen] })}
            />
          ) : (
            held.map(labelOf).join(t.locale === 'zh' ? '、' : ', ')
          )}
          {!edit && groups.length > 0 && (
            <p className="role-levels faint">{groups.map((group) => `${group.label} ${t(`role.level_${levelOf(grant, group)}`)}`).join(' · ')}</p>
          )}
        </td>
        {edit && (
          <td className="row-actions">
            {groups.length > 0 && (
              <button type="button" className="button small quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
                {t('role.fields')}
              </button>
            )}
            <button type="button" className="icon-button" aria-label={t('role.remove', { name: of.label })} onClick={() => edit(undefined)}>
              <Icon name="close" size={14} />
            </button>
          </td>
        )}
      </tr>
      {edit && open && (
        <tr className="diff-row">
          <td colSpan={4 + common.length}>
            <span className="role-level-edit">
              {groups.map((group) => (
                <label key={group.name} className="row">
                  <span className="soft">{group.label}</span>
                  <select className="input" value={levelOf(grant, group)} onChange={(event) => edit(withLevel(grant, group, event.target.value as Level))}>
                    {options.levels.map((level) => (
                      <option key={level} value={level}>
                        {t(`role.level_${level}`)}
                      </option>
                    ))}
                  </select>
                </label>
              ))}
            </span>
          </td>
        </tr>
      )}
    </>
  );
}
