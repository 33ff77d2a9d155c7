import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { keep } from '../api/client.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { Failed } from '../shell/states.tsx';
import { moment } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { fileBytes, type FileEntry, filesQuery, removeFile, sizeText } from './talk.ts';
import type { Uploads } from './use-upload.ts';

const FilePreview = lazy(() => import('./file-preview.tsx').then((module) => ({ default: module.FilePreview })));
/** Files of the record (P.11): chosen or dropped, shown in place, taken out again while the document is a draft. */
export function Files({ schema, record, uploads }: { readonly schema: Schema; readonly record: ApiRecord; readonly uploads: Uploads }) {
  const t = useWords();
  const found = useQuery(filesQuery(schema.name, record.id));
  const chooser = useRef<HTMLInputElement>(null);
  const files = found.data?.data ?? [];
  if (found.error) return <Failed error={found.error} thing={t('detail.files')} retry={() => void found.refetch()} />;
  return (
    <div className="files">
      {uploads.may && (
        <button type="button" className="drop-zone" onClick={() => chooser.current?.click()}>
          <Icon name="upload" size={16} />
          <span>{t('detail.drop')}</span>
          <span className="faint small">{t('detail.drop_help')}</span>
        </button>
      )}
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label={t('detail.attach')}
        onChange={(event) => (void uploads.add([...(event.target.files ?? [])]), (event.target.value = ''))}
      />
      {uploads.failed.map((one) => (
        <p key={one.name} className="notice red small" role="alert">
          {one.name}：{one.why}
        </p>
      ))}
      {uploads.waiting.map((name) => (
        <p key={name} className="soft small" role="status">
          {t('detail.uploading', { file: name })}
        </p>
      ))}
      <ul>
        {files.map((file) => (
          <FileRow key={file.id} schema={schema} record={record} file={file} />
        ))}
      </ul>
      {found.data && files.length === 0 && <p className="faint">{t('detail.no_files')}</p>}
    </div>
  );
}
function FileRow({ schema, record, file }: { readonly schema: Schema; readonly record: ApiRecord; readonly file: FileEntry }) {
  const t = useWords();
  const me = useWho();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const [told, setTold] = useState(false);
  const draft = schema.kind === 'catalog' || record.state === schema.states[0]?.key;
  const may = !schema.readonly && schema.may['update'] === true && draft && (file.by.id === me.user.id || me.permissions.includes('*'));
  const remove = async (): Promise<void> => {
    try {
      await removeFile(schema.name, record.id, file.id);
      await client.invalidateQueries(filesQuery(schema.name, record.id));
    } catch {
      setTold(true);
    }
    setAsking(false);
  };
  return (
    <li>
      <button type="button" className="plain file-name" onClick={() => setOpen(true)}>
        <Icon name="file" size={16} className="faint" />
        <span className="cut">{file.name}</span>
      </button>
      <span className="faint small">
        {[sizeText(file.size), file.by.label, moment(file.at, t('common.yesterday'))].filter((part) => typeof part === 'string' && part !== '').join(' · ')}
      </span>
      <span className="file-acts">
        <button
          type="button"
          className="icon-button"
          aria-label={t('detail.download', { file: file.name })}
          title={t('detail.download', { file: file.name })}
          onClick={() => void fileBytes(schema.name, record.id, file.id).then((blob) => keep(blob, file.name))}
        >
          <Icon name="download" size={14} />
        </button>
        {may && !asking && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('detail.remove_file', { file: file.name })}
            title={t('detail.remove_file', { file: file.name })}
            onClick={() => setAsking(true)}
          >
            <Icon name="trash" size={14} />
          </button>
        )}
      </span>
      {asking && (
        <span className="file-ask">
          <button type="button" className="button small danger" onClick={() => void remove()}>
            {t('detail.remove_file', { file: file.name })}
          </button>
          <button type="button" className="button small" onClick={() => setAsking(false)}>
            {t('common.cancel')}
          </button>
        </span>
      )}
      {told && (
        <span className="neg small" role="alert">
          {t('state.failed_network')}
        </span>
      )}
      {open && (
        <Suspense fallback={null}>
          <FilePreview name={schema.name} id={record.id} file={file} close={() => setOpen(false)} />
        </Suspense>
      )}
    </li>
  );
}
