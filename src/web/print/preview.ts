import { download, keep, type QueryValues } from '../api/client.ts';

/**
 * Shows a PDF in a tab of its own, in the browser's viewer, where it is read, printed or saved. The tab opens with the click, because one opened
 * later is blocked; a frame inside the page is ruled out by its policy. Answers false when what came is no PDF.
 */
export async function previewPdf(path: string, query: QueryValues, title: string): Promise<boolean> {
  const tab = window.open('', '_blank');
  try {
    const { blob, name } = await download('GET', path, { query });
    if (!blob.type.includes('pdf')) {
      tab?.close();
      return false;
    }
    if (tab) tab.location.href = URL.createObjectURL(blob);
    else keep(blob, name === 'download' ? `${title}.pdf` : name);
    return true;
  } catch (error) {
    tab?.close();
    throw error;
  }
}
