import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Label } from '#declare';
import { request } from '../api/client.ts';
import { type FieldProblem, problemsOf } from '../api/problem.ts';
import type { SchemaField } from '../api/types.ts';
import { sent } from '../form/model.ts';
import { shown } from '../record/cell.tsx';
import { Control } from '../record/control.tsx';
import { type DeclaredField, useDeclarations } from '../record/declarations.ts';
import { fromDeclared } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { told } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { clock } from '../text/format.ts';
import '../record/record.css';
import { useWords } from '../words/index.ts';
import './admin.css';
import './setup.css';
import { settingGroups } from './setting-groups.ts';

type Values = Readonly<Record<string, unknown>>;
/** The typed settings of one module (P.15): each field with its help; only what was changed is sent. */
export function ModuleSettings() {
  const { module: name } = useParams({ from: '/o/$org/settings/$module' });
  const t = useWords();
  const module = useDeclarations()?.modules.find((one) => one.name === name);
  const asked = useQuery({ queryKey: ['settings', name], queryFn: ({ signal }) => request<Values>('GET', `/${name}/settings`, { signal }) });
  const title = module ? t('settings.of', { module: t.of(module) }) : t('settings.title');
  if (asked.error) return <Failed error={asked.error} thing={title} retry={() => void asked.refetch()} />;
  if (!asked.data || !module) return <Waiting />;
  if (!module.settings) return <Blank icon="noMatch" title={t('state.no_page')} text={t('state.no_page_help')} />;
  const fields = Object.entries(module.settings.spec.fields as unknown as Readonly<Record<string, DeclaredField>>).map(([key, field]) => fromDeclared(key, field));
  return <SettingsForm key={name} name={name} title={title} fields={fields} values={asked.data} />;
}

function SettingsForm({ name, title, fields, values }: { readonly name: string; readonly title: string; readonly fields: readonly SchemaField[]; readonly values: Values }) {
  const t = useWords();
  const client = useQueryClient();
  const home = useHome();
  const me = useWho();
  const [changed, setChanged] = useState<Values>({});
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [saving, setSaving] = useState(false);
  const [savedAt, setSavedAt] = useState<Date>();
  const dirty = Object.keys(changed).length > 0;
  const may = me.permissions.includes('*') || me.roles.includes('administrator') || me.roles.includes('chief_accountant');
  async function save(): Promise<void> {
    if (!dirty || saving) return;
    setSaving(true);
    try {
      const saved = await request<Values>('PATCH', `/${name}/settings`, { body: Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, sent(value)])) });
      client.setQueryData(['settings', name], saved);
      setChanged({});
      setProblems([]);
      setSavedAt(new Date());
    } catch (error) {
      setProblems(problemsOf(error));
    } finally {
      setSaving(false);
    }
  }
  useKeys({ 'ctrl+s': () => void save() });
  const general = problems.filter((problem) => !fields.some((field) => problem.path === `/${field.name}`));
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{title}</h1>
        <span className="faint" role="status">
          {dirty ? t('common.unsaved') : savedAt ? t('admin.saved', { time: clock(savedAt) }) : ''}
        </span>
        <div className="side">
          {may && (
            <button type="button" className="button primary" aria-disabled={!dirty || saving} onClick={() => void save()}>
              {t('common.save')} <span className="key hide-phone">Ctrl S</span>
            </button>
          )}
        </div>
      </header>
      <div className="page-body settings-form">
        {general.map((problem, at) => (
          <div key={at} className="notice red" role="alert">
            <Icon name="error" style={{ marginTop: 2 }} />
            <span>{told([problem])}</span>
          </div>
        ))}
        {groupsOf(name, fields).map(({ label, fields: own }) => (
          <section key={label?.zh ?? ''} className="setting-group">
            {label && <h2>{t.of(label)}</h2>}
            {own.map((field) => (
              <Setting
                key={field.name}
                field={field}
                value={field.name in changed ? changed[field.name] : values[field.name]}
                changed={field.name in changed}
                may={may}
                problem={problems.find((one) => one.path === `/${field.name}`)}
                set={(next) => setChanged({ ...changed, [field.name]: next })}
              />
            ))}
          </section>
        ))}
        <p className="faint settings-note">{t('admin.history')}</p>
      </div>
    </>
  );
}

interface Shown {
  readonly label: Label | undefined;
  readonly fields: readonly SchemaField[];
}
/** By subject; what no group names stands at the end. */
function groupsOf(module: string, fields: readonly SchemaField[]): readonly Shown[] {
  const groups = (settingGroups[module] ?? []).map((group): Shown => {
    const own = Object.entries(group.fields).flatMap(([name, help]) => {
      const field = fields.find((one) => one.name === name);
      return field ? [help && !field.help ? { ...field, help } : field] : [];
    });
    return { label: group, fields: own };
  });
  const named = new Set(groups.flatMap((group) => group.fields.map((field) => field.name)));
  const rest = fields.filter((field) => !named.has(field.name));
  return [...groups, ...(rest.length > 0 ? [{ label: undefined, fields: rest }] : [])];
}
function Setting({
  field,
  value,
  changed,
  may,
  problem,
  set,
}: {
  readonly field: SchemaField;
  readonly value: unknown;
  readonly changed: boolean;
  readonly may: boolean;
  readonly problem: FieldProblem | undefined;
  readonly set: (value: unknown) => void;
}) {
  const t = useWords();
  return (
    <div className={changed ? 'setting changed' : 'setting'}>
      <label htmlFor={`s-${field.name}`}>
        {t.of(field.label)}
        {field.help && <span className="faint">{t.of(field.help)}</span>}
      </label>
      <div>
        {may ? (
          <Control field={field} id={`s-${field.name}`} value={value ?? null} invalid={problem !== undefined} onChange={set} />
        ) : (
          <span id={`s-${field.name}`}>{shown(field, value, t)}</span>
        )}
        {problem && (
          <p className="neg" role="alert">
            {told([problem])}
          </p>
        )}
      </div>
    </div>
  );
}
