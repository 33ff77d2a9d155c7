import { useQuery } from '@tanstack/react-query';
import { useObjectUrl } from '../print/object-url.ts';
import { keep } from '../api/client.ts';
import { PdfFrame } from '../print/pdf-frame.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icons.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { isOffice, officeText } from './office-text.ts';
import { fileBytes, type FileEntry } from './talk.ts';
import './talk.css';

const mostText = 200_000;
const isText = (type: string): boolean => /^text\/(plain|csv)|application\/(json|xml)|text\/xml/.test(type);
/** A file in place: images and PDF as they are, office files and plain text as their words (P.11); anything else is offered to keep. */
export function FilePreview({ name, id, file, close }: { readonly name: string; readonly id: string; readonly file: FileEntry; readonly close: () => void }) {
  const t = useWords();
  const found = useQuery({ queryKey: ['bytes', name, id, file.id], queryFn: () => fileBytes(name, id, file.id), staleTime: Number.POSITIVE_INFINITY, gcTime: 60_000 });
  return (
    <Dialog
      title={file.name}
      width={920}
      close={close}
      footer={
        <button type="button" className="button" disabled={!found.data} onClick={() => found.data && keep(found.data, file.name)}>
          <Icon name="download" size={15} /> {t('detail.keep')}
        </button>
      }
    >
      <div className="file-preview">
        {found.error ? (
          <Failed error={found.error} thing={file.name} retry={() => void found.refetch()} />
        ) : found.data ? (
          <Shown file={file} blob={found.data} />
        ) : (
          <Waiting rows={6} />
        )}
      </div>
    </Dialog>
  );
}
function Shown({ file, blob }: { readonly file: FileEntry; readonly blob: Blob }) {
  const t = useWords();
  if (file.inline && file.type.startsWith('image/')) return <Picture file={file} blob={blob} />;
  if (file.type === 'application/pdf') return <PdfFrame blob={blob} title={file.name} />;
  if (isText(file.type) || isOffice(file)) return <Words file={file} blob={blob} />;
  return <p className="soft">{t('detail.no_preview')}</p>;
}
function Picture({ file, blob }: { readonly file: FileEntry; readonly blob: Blob }) {
  const url = useObjectUrl(blob, file.type);
  return url === undefined ? null : <img src={url} alt={file.name} />;
}
function Words({ file, blob }: { readonly file: FileEntry; readonly blob: Blob }) {
  const t = useWords();
  const text = useQuery({
    queryKey: ['words', file.id],
    queryFn: () => (isOffice(file) ? officeText(file, blob) : blob.text()),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });
  if (text.error) return <p className="soft">{t('detail.no_preview')}</p>;
  if (text.data === undefined) return <Waiting rows={4} />;
  return (
    <>
      <pre tabIndex={0}>{text.data.slice(0, mostText)}</pre>
      {text.data.length > mostText && <p className="faint">{t('detail.preview_cut')}</p>}
    </>
  );
}
