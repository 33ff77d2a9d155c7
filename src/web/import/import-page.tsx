import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { download, keep } from '../api/client.ts';
import { pathOf, refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { actOnImport, beginImport, type Changes, changeImport, type ImportDocument, previewImport, readImport } from './document.ts';
import { FileStep } from './file-step.tsx';
import { MappingStep } from './mapping-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ProgressStep } from './progress-step.tsx';
import { ResultStep } from './result-step.tsx';
import '../report/report.css';
import './import.css';

/** `/o/MAIN/inventory/product/import`, and with `?id=` an import that was begun before. */
export function ImportPage() {
  const [, , , module = '', name = ''] = useLocation().pathname.split('/');
  const schema = useSchema(`${module}.${name}`);
  if (schema.error) return <Failed error={schema.error} thing={name} retry={() => void schema.refetch()} />;
  return schema.data ? <Wizard key={schema.data.name} schema={schema.data} /> : <Waiting />;
}
const order = ['import.step_file', 'import.step_map', 'import.step_preview', 'import.step_done'] as const;
const stepOf: Readonly<Record<ImportDocument['state'], number>> = {
  draft: 1,
  mapped: 1,
  previewed: 2,
  running: 2,
  done: 3,
  partly_done: 3,
  failed: 3,
  cancelled: 3,
  undone: 3,
  partly_undone: 3,
};
export const importKey = (id: string | undefined) => ['import', id] as const;

/** File → columns → preview → result; the preview is the real run, rolled back, and the server keeps each step (P.10). */
function Wizard({ schema }: { readonly schema: Schema }) {
  const t = useWords();
  const home = useHome();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { readonly id?: string };
  const asked = useQuery({ queryKey: importKey(id), queryFn: ({ signal }) => readImport(id ?? '', signal), enabled: id !== undefined, staleTime: 60_000 });
  const document = id === undefined ? undefined : asked.data;
  const [checking, setChecking] = useState<string>();
  /** A person looks at the columns although all are known. */
  const [mapping, setMapping] = useState(false);
  const { busy, problems, attempt, clear } = useAttempt();
  const thing = t.of(schema.label);
  const list = `${home}${pathOf(schema.name)}`;
  const show = (next: ImportDocument): void => {
    client.setQueryData(importKey(next.id), next);
    if (next.id !== id) void navigate({ to: '.', search: { id: next.id } as never });
  };
  const again = (): void => {
    clear();
    setMapping(false);
    void navigate({ to: '.', search: {} as never });
  };
  /** What is fully mapped is previewed at once; the server refuses what a preview cannot be made of. */
  async function preview(one: ImportDocument): Promise<void> {
    show(one);
    if (one.state !== 'mapped') return;
    setChecking(one.file);
    try {
      show(await previewImport(one));
    } finally {
      setChecking(undefined);
    }
  }
  const choose = (file: File): void =>
    void attempt(async () => {
      setChecking(file.name);
      try {
        await preview(await beginImport(schema.name, file));
      } finally {
        setChecking(undefined);
      }
    });
  const change = (one: ImportDocument, changes: Changes): void =>
    void attempt(async () => {
      setMapping(false);
      await preview(await changeImport(one, changes));
    });
  const act = (one: ImportDocument, action: 'run' | 'undo' | 'cancel'): void =>
    void attempt(async () => {
      show(await actOnImport(one, action));
      await refreshAfterWrite(client, schema.name);
    });
  const ended = (): void => void asked.refetch().then(() => refreshAfterWrite(client, schema.name));
  const here = document === undefined ? 0 : mapping ? 1 : stepOf[document.state];
  return (
    <>
      <header className="page-head">
        <Link to={list} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('import.title', { thing })}</h1>
        <div className="side">
          <Template schema={schema} />
        </div>
      </header>
      <ol className="wizard-steps">
        {order.map((word, at) => (
          <li key={word} aria-current={at === here ? 'step' : undefined} className={at < here ? 'past' : at === here ? 'here' : ''}>
            <i>{at < here ? <Icon name="check" size={11} /> : at + 1}</i>
            {t(word)}
          </li>
        ))}
      </ol>
      <div className="page-body wizard" aria-busy={busy}>
        {asked.error && <Failed error={asked.error} thing={t('admin.import_history')} retry={again} />}
        {document === undefined || (checking !== undefined && here < 2) ? (
          !asked.error && <FileStep schema={schema} problems={problems} checking={checking} choose={choose} />
        ) : (
          <>
            <Refused problems={problems} />
            {here === 1 ? (
              <MappingStep key={document.version} document={document} schema={schema} done={(changes) => change(document, changes)} back={again} />
            ) : document.state === 'previewed' ? (
              <PreviewStep
                schema={schema}
                document={document}
                busy={busy}
                change={(changes) => change(document, changes)}
                map={() => setMapping(true)}
                run={() => act(document, 'run')}
                back={again}
              />
            ) : document.state === 'running' ? (
              <ProgressStep document={document} stop={() => act(document, 'cancel')} ended={ended} />
            ) : (
              <ResultStep schema={schema} document={document} busy={busy} list={list} undo={() => act(document, 'undo')} again={again} ended={ended} />
            )}
          </>
        )}
      </div>
    </>
  );
}
/** Headers with their help and choices, as the server makes them; with or without example rows. */
function Template({ schema }: { readonly schema: Schema }) {
  const t = useWords();
  const fetchIt = (rows: 'sample' | undefined): void =>
    void download('GET', `${pathOf(schema.name)}/import/template`, { query: { rows } }).then((file) => keep(file.blob, file.name));
  return (
    <>
      <button type="button" className="button quiet hide-phone" onClick={() => fetchIt('sample')}>
        {t('import.template_sample')}
      </button>
      <button type="button" className="button" onClick={() => fetchIt(undefined)}>
        <Icon name="download" size={15} /> {t('import.template')}
      </button>
    </>
  );
}
