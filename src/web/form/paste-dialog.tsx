import { Select } from 'antd';
import { useMemo, useState } from 'react';
import type { SchemaField } from '../api/types.ts';
import { isNumeric } from '../record/fields.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useWords } from '../words/index.ts';
import { mapColumns, parseRange, pastedRows } from './paste.ts';

const previewed = 8;
/** Columns are mapped and shown before anything is written (web §4.2). */
export function PasteDialog({
  fields,
  text: given,
  close,
  write,
}: {
  readonly fields: readonly SchemaField[];
  readonly text: string;
  readonly close: () => void;
  readonly write: (rows: readonly Readonly<Record<string, unknown>>[]) => void;
}) {
  const t = useWords();
  const [text, setText] = useState(given);
  const [chosen, setChosen] = useState<Readonly<Record<number, string>>>({});
  const rows = useMemo(() => parseRange(text), [text]);
  const found = useMemo(() => mapColumns(rows, fields), [rows, fields]);
  const mapping = found.fields.map((name, index) => (chosen[index] === undefined ? name : chosen[index] === '' ? undefined : chosen[index]));
  const values = pastedRows(rows, mapping, fields, found.header);
  const body = rows.slice(found.header ? 1 : 0);
  const options = [{ value: '', label: t('form.paste_skip') }, ...fields.map((field) => ({ value: field.name, label: t.of(field.label) }))];
  return (
    <Dialog
      title={t('form.paste_title')}
      width={760}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={values.length === 0}
            onClick={() => {
              write(values);
              close();
            }}
          >
            {t('form.paste_write', { count: values.length })}
          </button>
        </>
      }
    >
      <p className="soft" id="paste-help">
        {t('form.paste_help')}
      </p>
      {rows.length === 0 ? (
        <textarea
          className="input paste-area"
          autoFocus
          aria-describedby="paste-help"
          aria-label={t('form.paste')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : (
        <div className="paste-preview">
          <p className="strong">{t('form.paste_preview', { count: values.length })}</p>
          <table className="list-table">
            <thead>
              <tr>
                {mapping.map((name, index) => (
                  <th key={index}>
                    <Select
                      size="small"
                      style={{ width: '100%', minWidth: 96 }}
                      aria-label={t('form.paste_column', { n: index + 1 })}
                      value={name ?? ''}
                      options={options}
                      onChange={(next) => setChosen({ ...chosen, [index]: next })}
                    />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {body.slice(0, previewed).map((row, index) => (
                <tr key={index}>
                  {mapping.map((name, column) => (
                    <td key={column} className={isNumeric(fields.find((field) => field.name === name)?.kind ?? '') ? 'num' : undefined}>
                      {row[column]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Dialog>
  );
}
