import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { download } from '../api/client.ts';
import type { Reference } from '../api/types.ts';
import { PdfFrame } from '../print/pdf-frame.tsx';
import { ReferenceInput } from '../record/reference-input.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { type Diagnostic, diagnosticOf, previewPath, templatesKey } from './template-data.ts';

interface TemplatePreviewProps {
  readonly id: string;
  readonly declaration: string;
  readonly source: string;
  readonly sample: Reference | null;
  readonly choose: (sample: Reference | null) => void;
  readonly told: (wrong: Diagnostic | undefined) => void;
}
/** The print of a real record by what is typed, a moment after the last key; the last one that printed stays until the next does. */
export function TemplatePreview({ id, declaration, source, sample, choose, told }: TemplatePreviewProps) {
  const t = useWords();
  const settled = useSettled(source);
  const asked = useQuery({
    queryKey: [templatesKey, 'preview', id, sample?.id, settled],
    queryFn: ({ signal }) => download('POST', previewPath(id), { body: { record: sample?.id, source: settled }, signal }),
    enabled: sample !== null,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const [good, setGood] = useState<Blob>();
  const blob = asked.data?.blob;
  useEffect(() => {
    if (blob) setGood(blob);
  }, [blob]);
  const wrong = diagnosticOf(asked.error);
  // Only the line and the words tell one mistake from another; each answer makes a new object.
  useEffect(() => told(wrong), [wrong?.line, wrong?.text]);
  return (
    <section className="template-preview" aria-label={t('template.preview')}>
      <div className="template-sample">
        <span className="faint">{t('template.sample')}</span>
        <ReferenceInput target={declaration} label={t('template.sample')} placeholder={t('template.sample')} value={sample} onChange={choose} />
        <span className="faint" role="status">
          {wrong && good ? t('template.before_mistake') : ''}
        </span>
      </div>
      {sample === null ? (
        <Blank title={t('template.no_sample')} text={t('template.no_sample_help')} />
      ) : asked.error && !wrong ? (
        <Failed error={asked.error} thing={t('template.preview')} retry={() => void asked.refetch()} />
      ) : good ? (
        <PdfFrame blob={good} title={t('template.preview')} />
      ) : wrong ? (
        <Blank icon="error" title={t('template.no_print')} text={t('template.at_line', { line: wrong.line, text: wrong.text })} />
      ) : (
        <Waiting rows={6} />
      )}
    </section>
  );
}
const pause = 700;
/** The value once nobody has changed it for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
