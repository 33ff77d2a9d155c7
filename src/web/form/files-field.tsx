import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import type { ApiRecord, Schema, SchemaField } from '../api/types.ts';
import { FileChip } from '../detail/file-chip.tsx';
import { fileBytes, type FileEntry, filesQuery } from '../detail/talk.ts';
import { useUpload } from '../detail/use-upload.ts';
import { useObjectUrl } from '../print/object-url.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import '../detail/talk.css';

const FilePreview = lazy(() => import('../detail/file-preview.tsx').then((module) => ({ default: module.FilePreview })));
interface FilesFieldProps {
  readonly schema: Schema;
  readonly record: ApiRecord;
  readonly field: SchemaField;
  readonly value: unknown;
  /** Absent where the field is only read. */
  readonly onChange: ((ids: readonly { readonly id: string }[]) => void) | undefined;
}
const idsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.flatMap((one) => (typeof one === 'string' ? [one] : typeof one?.id === 'string' ? [one.id as string] : [])) : [];

/** Files of the record that stand in one of its fields: an image of a product, the pages of an invoice (P.11). */
export function FilesField({ schema, record, field, value, onChange }: FilesFieldProps) {
  const t = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const uploads = useUpload(schema, record);
  const ids = idsOf(value);
  const known = useQuery({ ...filesQuery(schema.name, record.id), enabled: ids.length > 0 }).data?.data ?? [];
  const files = ids.flatMap((id) => known.find((file) => file.id === id) ?? []);
  const room = field.max === undefined ? 100 : field.max - ids.length;
  const add = async (chosen: readonly File[]): Promise<void> => {
    const done = await uploads.add(chosen.slice(0, Math.max(0, room)));
    if (done.length > 0) onChange?.([...ids, ...done.map((file) => file.id)].map((id) => ({ id })));
  };
  return (
    <div
      className="thumbs"
      onDragOver={(event) => onChange && event.preventDefault()}
      onDrop={(event) => onChange && (event.preventDefault(), void add([...event.dataTransfer.files]))}
    >
      {files.map((file) => (
        <span key={file.id} className="row">
          {file.inline && file.type.startsWith('image/') ? <Thumb name={schema.name} id={record.id} file={file} /> : <FileChip name={schema.name} id={record.id} file={file} />}
          {onChange && (
            <button
              type="button"
              className="icon-button"
              aria-label={t('detail.leave_out', { file: file.name })}
              title={t('detail.leave_out', { file: file.name })}
              onClick={() => onChange(ids.filter((id) => id !== file.id).map((id) => ({ id })))}
            >
              <Icon name="close" size={13} />
            </button>
          )}
        </span>
      ))}
      {onChange && room > 0 && uploads.may && (
        <button type="button" className="button small" onClick={() => chooser.current?.click()}>
          <Icon name="upload" size={14} /> {t('detail.attach')}
        </button>
      )}
      {files.length === 0 && !onChange && <span className="faint">{t('common.none')}</span>}
      <input
        ref={chooser}
        type="file"
        multiple={room > 1}
        hidden
        aria-label={t.of(field.label)}
        onChange={(event) => (void add([...(event.target.files ?? [])]), (event.target.value = ''))}
      />
      {uploads.waiting.length > 0 && (
        <span className="soft small" role="status">
          {t('detail.uploading', { file: uploads.waiting[0] ?? '' })}
        </span>
      )}
      {uploads.failed.map((one) => (
        <span key={one.name} className="neg small" role="alert">
          {one.name}：{one.why}
        </span>
      ))}
    </div>
  );
}
function Thumb({ name, id, file }: { readonly name: string; readonly id: string; readonly file: FileEntry }) {
  const [open, setOpen] = useState(false);
  const blob = useQuery({ queryKey: ['bytes', name, id, file.id], queryFn: () => fileBytes(name, id, file.id), staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 }).data;
  return (
    <>
      <button type="button" className="thumb" aria-label={file.name} title={file.name} onClick={() => setOpen(true)}>
        {blob ? <Picture blob={blob} type={file.type} /> : <span className="thumb-space" />}
      </button>
      {open && (
        <Suspense fallback={null}>
          <FilePreview name={name} id={id} file={file} close={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
function Picture({ blob, type }: { readonly blob: Blob; readonly type: string }) {
  const url = useObjectUrl(blob, type);
  return url === undefined ? null : <img src={url} alt="" />;
}
