import { useQuery } from '@tanstack/react-query';
import { download, keep, type QueryValues } from '../api/client.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Icon } from '../shell/icons.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import { useObjectUrl } from './object-url.ts';
import { PdfFrame } from './pdf-frame.tsx';

/** A print before it is one: the PDF of the server inside the page, to read, print or keep (P.11). */
export function PrintPreview({ path, query = {}, title, close }: { readonly path: string; readonly query?: QueryValues; readonly title: string; readonly close: () => void }) {
  const t = useWords();
  const found = useQuery({ queryKey: ['print', path, query], queryFn: ({ signal }) => download('GET', path, { query, signal }), staleTime: 0, gcTime: 0, retry: false });
  const { data } = found;
  return (
    <Dialog
      title={t('print.title', { what: title })}
      width={980}
      close={close}
      footer={data ? <Buttons blob={data.blob} name={data.name === 'download' ? `${title}.pdf` : data.name} /> : null}
    >
      {found.error ? <Failed error={found.error} thing={title} retry={() => void found.refetch()} /> : data ? <PdfFrame blob={data.blob} title={title} /> : <Waiting rows={8} />}
    </Dialog>
  );
}
function Buttons({ blob, name }: { readonly blob: Blob; readonly name: string }) {
  const t = useWords();
  const url = useObjectUrl(blob, 'application/pdf');
  return (
    <>
      <a className="button" href={url} target="_blank" rel="noopener">
        <Icon name="link" size={15} /> {t('print.open_tab')}
      </a>
      <button type="button" className="button primary" onClick={() => keep(blob, name)}>
        <Icon name="download" size={15} /> {t('detail.keep')}
      </button>
    </>
  );
}
