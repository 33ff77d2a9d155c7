import { Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { download, keep } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import type { Values } from './parameters.ts';

const PrintPreview = lazy(() => import('../print/print-preview.tsx').then((module) => ({ default: module.PrintPreview })));
/** The report as a file, written by the server with its own figures and the reader's rights (P.10, P.11). */
export function ReportFiles({ name, values, title }: { readonly name: string; readonly values: Values; readonly title: string }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [printing, setPrinting] = useState(false);
  const [told, setTold] = useState<string>();
  const [module = '', , key = ''] = name.split('.');
  const path = `/${module}/report/${key}`;
  async function write(format: 'xlsx' | 'csv'): Promise<void> {
    setBusy(true);
    setTold(undefined);
    try {
      const file = await download('GET', path, { query: { ...values, format } });
      keep(file.blob, file.name === 'download' ? `${title}.${format}` : file.name);
    } catch (error) {
      setTold(isProblem(error) && error.problem.title !== '' ? error.problem.title : t('state.failed_network'));
    }
    setBusy(false);
  }
  const items = [
    { key: 'xlsx', label: t('report.excel'), onClick: () => void write('xlsx') },
    { key: 'csv', label: t('report.csv'), onClick: () => void write('csv') },
  ];
  return (
    <>
      {told !== undefined && (
        <span className="neg" role="alert">
          {told}
        </span>
      )}
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button type="button" className="button hide-phone" disabled={busy}>
          <Icon name="download" size={15} /> {t('common.export')}
        </button>
      </Dropdown>
      <button type="button" className="button hide-phone" onClick={() => setPrinting(true)}>
        <Icon name="print" size={15} /> {t('report.print')}
      </button>
      {printing && (
        <Suspense fallback={null}>
          <PrintPreview path={path} query={{ ...values, format: 'pdf' }} title={title} close={() => setPrinting(false)} />
        </Suspense>
      )}
    </>
  );
}
