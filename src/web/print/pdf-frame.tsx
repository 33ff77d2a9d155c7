import { useWords } from '../words/index.ts';
import { useObjectUrl } from './object-url.ts';
import './pdf-frame.css';

/** The browser's own viewer for PDF inside the page. The bytes are of this page (`blob:`), so nothing from elsewhere is ever framed. */
export function PdfFrame({ blob, title }: { readonly blob: Blob; readonly title: string }) {
  const t = useWords();
  const url = useObjectUrl(blob, 'application/pdf');
  if (url === undefined) return null;
  // Some browsers show no PDF (most phones): then the file is opened or kept.
  if (!navigator.pdfViewerEnabled) {
    return (
      <p className="pdf-none">
        {t('print.no_viewer')}{' '}
        <a href={url} target="_blank" rel="noopener">
          {t('print.open_tab')}
        </a>
      </p>
    );
  }
  return <iframe className="pdf-frame" src={url} title={title} />;
}
