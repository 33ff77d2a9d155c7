import { Dropdown } from 'antd';
import { useState } from 'react';
import { download, keep } from '../api/client.ts';
import type { Report } from '../api/types.ts';
import { previewPdf } from '../print/preview.ts';
import { Icon } from '../shell/icons.tsx';
import { useWords } from '../words/index.ts';
import { saveCsv } from './csv.ts';
import { periodText, type Values } from './parameters.ts';

/** The report as a file. What the server does not write yet is made here: a table of figures, or the browser's own print. */
export function ReportFiles({ name, values, report, title }: { readonly name: string; readonly values: Values; readonly report: Report; readonly title: string }) {
  const t = useWords();
  const [busy, setBusy] = useState(false);
  const [module = '', , key = ''] = name.split('.');
  const path = `/${module}/report/${key}`;
  const csv = (): void => saveCsv(report, `${title} ${periodText(values)}`, t);
  async function excel(): Promise<void> {
    setBusy(true);
    const file = await download('GET', path, { query: { ...values, format: 'xlsx', lang: t.locale } }).catch(() => undefined);
    setBusy(false);
    if (file && !file.blob.type.includes('json')) keep(file.blob, file.name === 'download' ? `${title}.xlsx` : file.name);
    else csv();
  }
  async function pdf(): Promise<void> {
    setBusy(true);
    const shown = await previewPdf(path, { ...values, format: 'pdf', lang: t.locale }, title).catch(() => false);
    setBusy(false);
    if (!shown) window.print();
  }
  const items = [
    { key: 'xlsx', label: t('report.excel'), onClick: () => void excel() },
    { key: 'csv', label: t('report.csv'), onClick: csv },
    { key: 'pdf', label: t('report.pdf'), onClick: () => void pdf() },
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <button type="button" className="button hide-phone" disabled={busy}>
          <Icon name="download" size={15} /> {t('common.export')}
        </button>
      </Dropdown>
      <button type="button" className="button hide-phone" onClick={() => void pdf()}>
        <Icon name="print" size={15} /> {t('report.print')}
      </button>
    </>
  );
}
