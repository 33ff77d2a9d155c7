import type { FileEntry } from './talk.ts';

type Named = Pick<FileEntry, 'name'>;
export const isOffice = ({ name }: Named): boolean => /\.(xlsx|docx)$/i.test(name);
/** Beyond this a file is opened where it was made. */
const mostBytes = 8_000_000;

/** The words of a workbook (cells with tabs, rows with line ends, sheet after sheet) or of a document (a paragraph a line). */
export async function officeText({ name }: Named, blob: Blob): Promise<string> {
  const { unzipSync, strFromU8 } = await import('fflate');
  const wanted = /^(word\/document|xl\/sharedStrings|xl\/worksheets\/sheet\d+)\.xml$/;
  let size = 0;
  const parts = unzipSync(new Uint8Array(await blob.arrayBuffer()), {
    filter: (part) => wanted.test(part.name) && (size += part.originalSize) <= mostBytes,
  });
  const xml = (path: string): Document | undefined => (parts[path] ? new DOMParser().parseFromString(strFromU8(parts[path]), 'text/xml') : undefined);
  if (/\.docx$/i.test(name))
    return elements(xml('word/document.xml'), 'p')
      .map((paragraph) => elements(paragraph, 't').map(textOf).join(''))
      .join('\n');
  const shared = elements(xml('xl/sharedStrings.xml'), 'si').map((item) => elements(item, 't').map(textOf).join(''));
  const sheets = Object.keys(parts).filter((path) => path.includes('worksheets'));
  sheets.sort((left, right) => left.localeCompare(right, 'en', { numeric: true }));
  return sheets
    .map((path) =>
      elements(xml(path), 'row')
        .map((row) =>
          elements(row, 'c')
            .map((cell) => cellText(cell, shared))
            .join('\t'),
        )
        .join('\n'),
    )
    .join('\n\n');
}
const elements = (from: Document | Element | undefined, name: string): Element[] => (from ? [...from.getElementsByTagNameNS('*', name)] : []);
const textOf = (element: Element | undefined): string => element?.textContent ?? '';
function cellText(cell: Element, shared: readonly string[]): string {
  const value = textOf(elements(cell, 'v')[0]);
  if (cell.getAttribute('t') === 's') return shared[Number(value)] ?? '';
  return cell.getAttribute('t') === 'inlineStr' ? elements(cell, 't').map(textOf).join('') : value;
}
