import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useRef, useState } from 'react';
import { listQuery, useSchema } from '../api/queries.ts';
import type { Reference } from '../api/types.ts';
import { LeaveGuard } from '../detail/leave-guard.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { nameOf } from '../record/fields.ts';
import '../record/record.css';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { makeVersion, mayEditTemplates, templatesKey, useTemplates, useVersion, type Version } from './template-data.ts';
import { TemplateVersion } from './template-version.tsx';
import './templates.css';
import { type Drafts, useDrafts } from './use-drafts.ts';

export interface TemplateSearch {
  readonly of?: string;
  readonly print?: string;
  readonly version?: string;
}
/** Prints of the company's own (P.11): a copy of the shipped template is changed beside its preview, published, and taken back. */
export function PrintTemplates() {
  const t = useWords();
  const me = useWho();
  const declarations = useDeclarations();
  const search = useSearch({ from: '/o/$org/settings/templates' });
  const drafts = useDrafts();
  const free = useRef(false);
  if (!mayEditTemplates(me)) return <Blank icon="lock" title={t('state.forbidden', { thing: t('template.title') })} text={t('state.forbidden_help')} />;
  if (!declarations) return <Waiting />;
  const documents = [...declarations.records.values()].filter((record) => record.type === 'document' && mayOpen(me, record.name));
  const declaration = documents.find((record) => record.name === search.of)?.name ?? documents.find((record) => record.name === 'sales.order')?.name ?? documents[0]?.name;
  if (declaration === undefined) {
    return (
      <>
        <AdminHead title={t('template.title')} />
        <Blank icon="lock" title={t('template.no_document')} text={t('template.no_document_help')} />
      </>
    );
  }
  const saved = { id: '', version: 0 };
  return (
    <>
      <OfDeclaration key={declaration} declaration={declaration} options={documents.map((record) => ({ value: record.name, label: t.of(record) }))} search={search} drafts={drafts} />
      <LeaveGuard
        on={drafts.unsaved}
        free={free}
        kept={false}
        keep={() => Promise.resolve(false)}
        discard={() => Promise.resolve()}
        save={() =>
          drafts.save().then(
            () => saved,
            () => undefined,
          )
        }
      />
    </>
  );
}
interface OfDeclarationProps {
  readonly declaration: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly search: TemplateSearch;
  readonly drafts: Drafts;
}
function OfDeclaration({ declaration, options, search, drafts }: OfDeclarationProps) {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [sample, choose] = useSample(declaration);
  const { busy, problems, attempt, clear } = useAttempt();
  const asked = useTemplates(declaration, t.locale);
  const prints = asked.data?.prints ?? [];
  const print = prints.find((one) => one.print === search.print) ?? prints[0];
  const versions = (asked.data?.data ?? []).filter((one) => one.print === print?.print);
  const shown = versions.find((one) => one.id === search.version) ?? versions[0];
  const whole = useVersion(shown?.id);
  const go = (next: TemplateSearch): void => {
    clear();
    void navigate({ to: '.', search: next as never });
  };
  const at = { of: declaration, ...(print ? { print: print.print } : {}) };
  async function copy(of?: Version & { readonly source?: string }): Promise<void> {
    if (busy || !print) return;
    await attempt(async () => {
      const made = await makeVersion({ declaration, print: print.print, ...(of?.source === undefined ? {} : { source: of.source, name: of.name }) });
      await client.invalidateQueries({ queryKey: [templatesKey, 'list'] });
      go({ ...at, version: made.id });
    });
  }
  return (
    <>
      <AdminHead title={t('template.title')} note={t('template.note')}>
        {versions.length > 0 && (
          <button type="button" className="button" aria-disabled={busy} onClick={() => void copy()}>
            <Icon name="copy" size={15} /> {t('template.copy')}
          </button>
        )}
      </AdminHead>
      <div className="template-bar">
        <Select
          aria-label={t('template.document')}
          showSearch={{ optionFilterProp: 'label' }}
          value={declaration}
          options={[...options]}
          onChange={(next) => go({ of: next })}
        />
        <Select
          aria-label={t('template.print')}
          value={print?.print ?? null}
          options={prints.map((one) => ({ value: one.print, label: one.own ? `${one.label} · ${t('template.own')}` : one.label }))}
          onChange={(next: string | null) => go({ of: declaration, ...(next === null ? {} : { print: next }) })}
        />
        <Select
          aria-label={t('template.version')}
          placeholder={t('template.shipped_in_use')}
          value={shown?.id ?? null}
          options={versions.map((one) => ({ value: one.id, label: `${t('setup.version', { n: one.number })} · ${one.name} · ${t(`template.state_${one.state}`)}` }))}
          disabled={versions.length === 0}
          onChange={(next: string | null) => go({ ...at, ...(next === null ? {} : { version: next }) })}
        />
      </div>
      <Refused problems={problems} className="admin-notice" />
      {asked.error || whole.error ? (
        <Failed error={asked.error ?? whole.error} thing={t('template.title')} retry={() => void (asked.error ? asked : whole).refetch()} />
      ) : !asked.data || (shown && !whole.data) ? (
        <Waiting />
      ) : !shown || !whole.data ? (
        <Blank title={t('template.none')} text={t('template.none_help')}>
          <button type="button" className="button primary" aria-disabled={busy} onClick={() => void copy()}>
            <Icon name="copy" size={15} /> {t('template.copy')}
          </button>
        </Blank>
      ) : (
        <TemplateVersion
          key={shown.id}
          declaration={declaration}
          version={whole.data}
          own={print?.own === true}
          drafts={drafts}
          sample={sample}
          choose={choose}
          copy={() => void copy(whole.data)}
        />
      )}
    </>
  );
}
/** The newest record there is, until another is chosen. */
function useSample(declaration: string): readonly [Reference | null, (sample: Reference | null) => void] {
  const t = useWords();
  const [chosen, setChosen] = useState<Reference | null>();
  const schema = useSchema(declaration).data;
  const [newest] = useQuery({ ...listQuery(declaration, { limit: 1, count: 'none' }), retry: false }).data?.data ?? [];
  const first = newest && schema ? { id: newest.id, label: nameOf(schema, newest) || t('template.newest') } : null;
  return [chosen === undefined ? (first as Reference | null) : chosen, setChosen];
}
