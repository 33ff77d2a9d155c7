import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { download, keep } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf, refreshAfterWrite, useSchema } from '../api/queries.ts';
import type { Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { type ImportAnswer, type ImportOptions, sendFile, unknownColumns } from './answer.ts';
import { type CsvFile, readCsv, textOf } from './csv-file.ts';
import { FileStep } from './file-step.tsx';
import { MappingStep } from './mapping-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { ResultStep } from './result-step.tsx';
import '../report/report.css';
import './import.css';

/** `/o/MAIN/inventory/product/import` */
export function ImportPage() {
  const [, , , module = '', name = ''] = useLocation().pathname.split('/');
  const schema = useSchema(`${module}.${name}`);
  if (schema.error) return <Failed error={schema.error} thing={name} retry={() => void schema.refetch()} />;
  return schema.data ? <Wizard key={schema.data.name} schema={schema.data} /> : <Waiting />;
}

export interface Chosen {
  readonly file: File;
  /** Only a CSV can be looked into here; a workbook is read by the server. */
  readonly text: string | undefined;
  readonly csv: CsvFile | undefined;
}
type Step =
  | { readonly at: 'file'; readonly error?: unknown }
  | { readonly at: 'checking' }
  | { readonly at: 'mapping'; readonly unknown: readonly string[] }
  | { readonly at: 'preview'; readonly answer: ImportAnswer }
  | { readonly at: 'running'; readonly answer: ImportAnswer; readonly since: number }
  | { readonly at: 'done'; readonly answer: ImportAnswer };
const order = ['file', 'mapping', 'preview', 'done'] as const;

/** File → columns → preview → result; the preview is the real run, rolled back (P.10). */
function Wizard({ schema }: { readonly schema: Schema }) {
  const t = useWords();
  const home = useHome();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ at: 'file' });
  const [chosen, setChosen] = useState<Chosen>();
  const [options, setOptions] = useState<ImportOptions>({ mode: 'upsert', unit: 'whole', mapping: {} });
  const stop = useRef<AbortController>(undefined);
  const thing = t.of(schema.label);
  const list = `${home}${pathOf(schema.name)}`;

  async function check(one: Chosen, wanted: ImportOptions): Promise<void> {
    setOptions(wanted);
    setStep({ at: 'checking' });
    try {
      setStep({ at: 'preview', answer: await sendFile(schema.name, one.file, wanted, true) });
    } catch (error) {
      const unknown = unknownColumns(error);
      setStep(unknown ? { at: 'mapping', unknown } : { at: 'file', error });
    }
  }
  async function choose(file: File): Promise<void> {
    const csv = /\.(csv|txt)$/i.test(file.name);
    const text = csv ? textOf(new Uint8Array(await file.arrayBuffer())) : undefined;
    const one: Chosen = { file, text, csv: text === undefined ? undefined : readCsv(text) };
    setChosen(one);
    await check(one, { ...options, mapping: {} });
  }
  async function run(answer: ImportAnswer): Promise<void> {
    if (!chosen) return;
    stop.current = new AbortController();
    setStep({ at: 'running', answer, since: Date.now() });
    try {
      const done = await sendFile(schema.name, chosen.file, options, false, stop.current.signal);
      await refreshAfterWrite(client, schema.name);
      setStep({ at: 'done', answer: done });
    } catch (error) {
      setStep(error instanceof DOMException || !isProblem(error) ? { at: 'preview', answer } : { at: 'file', error });
    }
  }
  /** Headers alone: an export in the form of an import, of no rows at all. */
  async function template(): Promise<void> {
    const none = { field: 'created_at', op: 'lt', value: '1970-01-02' };
    const file = await download('POST', `${pathOf(schema.name)}/export`, { body: { variant: 'importable', format: 'xlsx', filter: none } });
    keep(file.blob, `${thing}.xlsx`);
  }
  const here = step.at === 'checking' || step.at === 'file' ? 0 : step.at === 'mapping' ? 1 : step.at === 'done' ? 3 : 2;
  return (
    <>
      <header className="page-head">
        <Link to={list} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('import.title', { thing })}</h1>
        <div className="side">
          <button type="button" className="button" onClick={() => void template()}>
            <Icon name="download" size={15} /> {t('import.template')}
          </button>
        </div>
      </header>
      <ol className="wizard-steps">
        {order.map((one, at) => (
          <li key={one} aria-current={at === here ? 'step' : undefined} className={at < here ? 'past' : at === here ? 'here' : ''}>
            <i>{at < here ? <Icon name="check" size={11} /> : at + 1}</i>
            {t(stepWords[at] ?? 'import.step_file')}
          </li>
        ))}
      </ol>
      <div className="page-body wizard">
        {(step.at === 'file' || step.at === 'checking') && (
          <FileStep
            schema={schema}
            error={step.at === 'file' ? step.error : undefined}
            checking={step.at === 'checking' ? chosen?.file.name : undefined}
            choose={(file) => void choose(file)}
          />
        )}
        {step.at === 'mapping' && chosen && (
          <MappingStep
            schema={schema}
            chosen={chosen}
            unknown={step.unknown}
            done={(mapping) => void check(chosen, { ...options, mapping: { ...options.mapping, ...mapping } })}
            back={() => setStep({ at: 'file' })}
          />
        )}
        {(step.at === 'preview' || step.at === 'running') && chosen && (
          <PreviewStep
            schema={schema}
            chosen={chosen}
            answer={step.answer}
            options={options}
            since={step.at === 'running' ? step.since : undefined}
            change={(part) => void check(chosen, { ...options, ...part })}
            run={() => void run(step.answer)}
            stop={() => stop.current?.abort()}
            back={() => setStep({ at: 'file' })}
          />
        )}
        {step.at === 'done' && chosen && <ResultStep schema={schema} chosen={chosen} answer={step.answer} list={list} again={() => setStep({ at: 'file' })} />}
      </div>
    </>
  );
}
const stepWords = ['import.step_file', 'import.step_map', 'import.step_preview', 'import.step_done'] as const;
