import { Refused } from '../problem.ts';
import type { Table, TableFile } from './cell.ts';
import { sheetRows, type Findings, type SheetParts } from './sheet.ts';
import { readSharedStrings, readStyles } from './styles.ts';
import { attribute, xmlScanner } from './xml.ts';
import { openArchive, textOf, type Archive } from './zip.ts';

interface SheetEntry {
  readonly name: string;
  readonly part: string;
  readonly hidden: boolean;
}
const refuse = (reason: string): never => {
  throw new Refused('import.file_refused', { reason });
};

function* partText(archive: Archive, part: string): Generator<string, void, undefined> {
  const entry = archive.entries.get(part);
  if (entry) yield* textOf(archive, entry);
}
function scanned(archive: Archive, part: string, open: (name: string, attributes: string) => void): void {
  const scan = xmlScanner({ open, close: () => undefined, text: () => undefined });
  for (const piece of partText(archive, part)) scan(piece);
}
const resolved = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`);

interface Relations {
  readonly byId: ReadonlyMap<string, string>;
  readonly byType: ReadonlyMap<string, string>;
}
function relationsOf(archive: Archive): Relations {
  const byId = new Map<string, string>();
  const byType = new Map<string, string>();
  scanned(archive, 'xl/_rels/workbook.xml.rels', (name, attributes) => {
    if (name !== 'Relationship') return;
    const part = resolved(attribute(attributes, 'Target') ?? '');
    byId.set(attribute(attributes, 'Id') ?? '', part);
    byType.set((attribute(attributes, 'Type') ?? '').split('/').at(-1) ?? '', part);
  });
  return { byId, byType };
}

/** A workbook of today's form. Macros, the old binary form and encrypted files are refused: "save as .xlsx". */
export function openWorkbook(bytes: Uint8Array): TableFile {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) refuse('old_or_encrypted');
  const archive = openArchive(bytes);
  if ([...archive.entries.keys()].some((name) => /vbaProject\.bin$/i.test(name))) refuse('macros');
  const relations = relationsOf(archive);
  const sheets: SheetEntry[] = [];
  let epoch1904 = false;
  scanned(archive, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') epoch1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const part = relations.byId.get(/(?:^|\s)\w+:id=["']([^"']*)["']/.exec(attributes)?.[1] ?? '');
    if (part !== undefined && archive.entries.has(part))
      sheets.push({ name: attribute(attributes, 'name') ?? '', part, hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible' });
  });
  if (sheets.length === 0) refuse('no_sheet');
  let parts: SheetParts | undefined;
  const shared = (): SheetParts =>
    (parts ??= {
      strings: readSharedStrings(partText(archive, relations.byType.get('sharedStrings') ?? 'xl/sharedStrings.xml')),
      shapes: readStyles(partText(archive, relations.byType.get('styles') ?? 'xl/styles.xml')),
      epoch1904,
    });
  return {
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    sheets: sheets.map((sheet) => sheet.name),
    table: (wanted) => sheetTable(archive, sheets, wanted, shared()),
  };
}
function sheetTable(archive: Archive, sheets: readonly SheetEntry[], wanted: string | undefined, parts: SheetParts): Table {
  const sheet = wanted === undefined ? (sheets.find((each) => !each.hidden) ?? sheets[0]) : sheets.find((each) => each.name === wanted);
  if (!sheet) throw new Refused('import.file_refused', { reason: 'no_sheet', sheet: wanted });
  const findings: Findings = { merged: [], hiddenRows: 0, hiddenColumns: 0 };
  return {
    sheet: sheet.name,
    epoch1904: parts.epoch1904,
    findings,
    rows: () => {
      Object.assign(findings, { merged: [], hiddenRows: 0, hiddenColumns: 0 });
      return sheetRows(partText(archive, sheet.part), parts, findings);
    },
  };
}
