import type { Call, Principal } from '../command/call.ts';
import { recordOf } from '../registry/build.ts';
import type { Environment } from '../command/environment.ts';
import { besideOf } from '../command/reach.ts';
import { nearest } from '../command/parse.ts';
import { checkSeparation } from '../command/separation.ts';
import { sourceOf } from '../condition/source.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { idOf } from '../read/record.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import { accessPlan, type Level, rowAccess } from './access.ts';
import { explainPermission, type PermissionExplanation } from './explain.ts';

export interface Question {
  readonly declaration: string;
  readonly action: string;
  /** Id, code or number. */
  readonly record: string | undefined;
  readonly field: string | undefined;
}
type Because = PermissionExplanation['because'][number];
export interface Explained extends Omit<PermissionExplanation, 'code' | 'because'> {
  readonly code: string | null;
  readonly because: readonly (Omit<Because, 'covers'> & { readonly covers: { readonly action: boolean; readonly scope: boolean | null } })[];
  readonly field?: { readonly name: string; readonly level: Level };
  readonly state: readonly object[];
  readonly sod: readonly object[];
}

/**
 * Why somebody may or may not (P.8 *Explain*). `self`: asked about oneself, a record that is absent and one outside the scope are told alike, as in
 * every other answer.
 */
export async function explainTo(environment: Environment, tx: Tx, subject: Principal, question: Question, self: boolean): Promise<Explained> {
  const { registry } = environment;
  const meta = recordOf(registry, known(environment, question.declaration));
  checkQuestion(meta, question);
  const row = question.record === undefined ? undefined : await find(tx, subject, meta, question.record);
  if (question.record !== undefined && !row && !self) throw new Refused('not_found');
  const beside = row && (await besideOf(environment, tx, subject, meta, row));
  const answer = explainPermission(registry, subject, meta, question.action, row, beside);
  if (self && question.record !== undefined && (!row || answer.code === 'not_found')) return unseen(explainPermission(registry, subject, meta, question.action));
  const field = question.field === undefined ? undefined : fieldLevel(environment, subject, meta, question.field, row);
  const hidden = field?.level === 'hidden' && answer.allowed;
  const [state, sod] = row ? [stateProblems(meta, question.action, row), await separation(tx, subject, meta, question.action, row)] : [[], []];
  return { ...answer, ...(hidden ? { allowed: false, code: 'field.hidden' } : {}), ...(field ? { field } : {}), state, sod };
}
function known({ registry }: Environment, declaration: string): string {
  if (registry.records.has(declaration)) return declaration;
  throw new Refused('field.choice', { nearest: nearest(declaration, [...registry.records.keys()]) }, '/declaration');
}
const general = ['read', 'create', 'update', 'delete', 'archive', 'restore', 'import', 'export', 'print', 'share', 'bulk'];
function checkQuestion(meta: RecordMeta, { action, field }: Question): void {
  const actions = [...general, ...meta.actions.map((one) => one.name)];
  if (!actions.includes(action)) throw new Refused('field.choice', { nearest: nearest(action, actions) }, '/action');
  const fields = [...meta.fields, ...meta.lines].map((one) => one.name);
  if (field !== undefined && !fields.includes(field)) throw new Refused('field.choice', { nearest: nearest(field, fields) }, '/field');
}
async function find(tx: Tx, { org }: Principal, meta: RecordMeta, key: string): Promise<Loaded | undefined> {
  try {
    const id = await idOf(tx, org.id, meta, key);
    return (await loadRecords(tx, org.id, meta, [id])).get(id);
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
/** Absent or outside one's scope: which grants carry the action is told, how far they reach on this record is not. */
const unseen = ({ because }: PermissionExplanation): Explained => ({
  allowed: false,
  code: 'not_found',
  because: because.map(({ covers, ...grant }) => ({ ...grant, covers: { action: covers.action, scope: null }, verdict: false })),
  nearest: null,
  state: [],
  sod: [],
});
function fieldLevel({ registry }: Environment, subject: Principal, meta: RecordMeta, name: string, row: Loaded | undefined): { readonly name: string; readonly level: Level } {
  const field = [...meta.fields, ...meta.lines].find((one) => one.name === name);
  const plan = accessPlan(registry, subject, sourceOf(meta));
  const level = field && !subject.unlimited ? rowAccess(plan, row ?? {}).level(field) : 'full';
  return { name, level };
}
/** Where the record's state stands in the way, whoever asks. */
function stateProblems(meta: RecordMeta, name: string, row: Loaded): object[] {
  const action = meta.actions.find((one) => one.name === name);
  if (!action || action.from.length === 0 || action.from.includes(String(row['state']))) return [];
  return [{ code: 'document.transition_refused', params: { from: row['state'], action: name, allowed: action.from } }];
}
async function separation(tx: Tx, subject: Principal, meta: RecordMeta, name: string, row: Loaded): Promise<object[]> {
  const action = meta.actions.find((one) => one.name === name);
  if (!action) return [];
  const call: Call = { principal: subject, via: 'api', request: 'explain', locale: 'zh', dryRun: true, ack: new Set() };
  try {
    await checkSeparation(tx, call, action, row.id);
    return [];
  } catch (error) {
    if (error instanceof Refused) return [{ code: error.code, params: error.params }];
    throw error;
  }
}
