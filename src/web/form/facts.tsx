import { useId } from 'react';
import type { SchemaField } from '../api/types.ts';
import { NoRight, shown, StateMark } from '../record/cell.tsx';
import { Control } from '../record/control.tsx';
import { isReference } from '../record/fields.ts';
import { RecordLink } from '../record/record-link.tsx';
import { useWords } from '../words/index.ts';
import type { Editor } from './use-editor.ts';
import { FilesField } from './files-field.tsx';
import { isEditable, isShown } from './sections.ts';

/** Header facts in four columns: label above value; what may change has a border, the rest is text (web §4.2). */
export function Facts({ editor, fields, editing }: { readonly editor: Editor; readonly fields: readonly SchemaField[]; readonly editing: boolean }) {
  const { schema, values, record } = editor;
  const isEditing = (field: SchemaField): boolean => editing && isEditable(schema, field, record);
  const visible = fields.filter((field) => isShown(schema, field, values) && (isEditing(field) || wants(field, values[field.name])));
  return (
    <dl className="facts">
      {visible.map((field) => (
        <Fact key={field.name} editor={editor} field={field} edit={isEditing(field)} />
      ))}
    </dl>
  );
}
/** Read-only pages leave out what is empty and never was required. */
const wants = (field: SchemaField, value: unknown): boolean =>
  (field.required === true && (field.origin ?? 'input') === 'input') || (value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0));

function Fact({ editor, field, edit }: { readonly editor: Editor; readonly field: SchemaField; readonly edit: boolean }) {
  const t = useWords();
  const id = useId();
  const { values, refusal, dispatch, record } = editor;
  const problem = refusal?.at.get(`/${field.name}`);
  const value = values[field.name];
  const wide = field.long === true || field.kind === 'references' || field.kind === 'attachments';
  return (
    <div className={wide ? 'fact wide' : 'fact'}>
      <dt>
        {edit ? <label htmlFor={id}>{t.of(field.label)}</label> : t.of(field.label)}
        {problem?.code === 'field.required' || problem?.code === 'document.incomplete' ? <span className="neg"> {t('common.required')}</span> : null}
      </dt>
      <dd>
        {edit ? (
          field.kind === 'attachments' ? (
            record ? (
              <FilesField schema={editor.schema} record={record} field={field} value={value} onChange={(next) => dispatch({ type: 'set', name: field.name, value: next })} />
            ) : (
              <span className="faint">{t('form.files_later')}</span>
            )
          ) : (
            <Control
              field={field}
              value={value}
              id={id}
              invalid={problem !== undefined}
              onChange={(next) => dispatch({ type: 'set', name: field.name, value: next })}
              {...(problem ? { describedBy: `${id}-problem` } : {})}
            />
          )
        ) : field.kind === 'attachments' && record ? (
          <FilesField schema={editor.schema} record={record} field={field} value={value} onChange={undefined} />
        ) : (
          <ReadValue field={field} value={value} masked={record?._access?.hidden?.includes(field.name) === true} />
        )}
        {edit && problem && problem.code !== 'field.required' && problem.code !== 'document.incomplete' && (
          <p className="problem-text" id={`${id}-problem`}>
            {problem.title ?? problem.code}
            {problem.detail && problem.detail !== problem.title ? ` · ${problem.detail}` : ''}
          </p>
        )}
        {edit && !problem && field.help && <p className="faint small">{t.of(field.help)}</p>}
      </dd>
    </div>
  );
}
export function ReadValue({ field, value, masked }: { readonly field: SchemaField; readonly value: unknown; readonly masked?: boolean }) {
  const t = useWords();
  if (masked) return <NoRight />;
  if (value === null || value === undefined || value === '') return <span className="faint">{t('common.none')}</span>;
  if (field.kind === 'state' || (field.kind === 'choice' && field.options?.some((option) => option.color))) return <StateMark field={field} value={String(value)} />;
  if ((field.kind === 'reference' || field.kind === 'any_reference') && isReference(value))
    return <RecordLink declaration={field.target ?? String(value['declaration'] ?? '')} reference={value} />;
  return <span className={field.long ? 'long-text' : undefined}>{shown(field, value, t)}</span>;
}
