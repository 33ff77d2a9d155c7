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
import type { HeldRole } from './grants.ts';
import type { Beside } from './scope.ts';

export interface Question {
  readonly declaration: string;
  readonly action: string;
  /** Id, code or number. */
  readonly record: string | undefined;
  readonly field: string | undefined;
}
type Because = PermissionExplanation['because'][number];
type Covers = Because['covers'];
export interface Explained extends Omit<PermissionExplanation, 'code' | 'because' | 'nearest'> {
  readonly code: string | null;
  readonly because: readonly (Omit<Because, 'covers'> & { readonly covers: { readonly [K in keyof Covers]: Covers[K] | null } & { readonly field?: Level } })[];
  readonly nearest: { readonly role: string; readonly label: string; readonly scope: string } | null;
  readonly field?: { readonly name: string; readonly level: Level };
  readonly state: readonly object[];
  readonly sod: readonly object[];
  /** What would ask for an approval instead of doing it at once. */
  readonly approval: readonly object[];
}
/** Somebody asked about, with his standing: who is invited or has left may do nothing, whatever his roles say. */
export interface Subject {
  readonly principal: Principal;
  readonly state: string;
}

/**
 * Why somebody may or may not (P.8 *Explain*). `self`: asked about oneself, a record that is absent and one outside the scope are told alike, as in
 * every other answer.
 */
export async function explainTo(environment: Environment, tx: Tx, { principal: subject, state: standing }: Subject, question: Question, self: boolean): Promise<Explained> {
  const { registry } = environment;
  const meta = recordOf(registry, known(environment, question.declaration));
  checkQuestion(meta, question);
  const roles = await rolesOf(tx, subject.org.id);
  const row = question.record === undefined ? undefined : await find(tx, subject, meta, question.record);
  if (question.record !== undefined && !row && !self) throw new Refused('not_found');
  const beside = row && (await besideOf(environment, tx, subject, meta, row));
  const answer = explainPermission(registry, subject, meta, question.action, row, beside, roles);
  if (self && question.record !== undefined && (!row || answer.code === 'not_found'))
    return unseen(explainPermission(registry, subject, meta, question.action, undefined, undefined, roles));
  const field = question.field === undefined ? undefined : fieldLevel(environment, subject, meta, question.field, row, beside);
  const hidden = field?.level === 'hidden' && answer.allowed;
  const [state, sod] = row ? [stateProblems(meta, question.action, row), await separation(environment, tx, subject, meta, question.action, row)] : [[], []];
  const absent = standing !== 'active';
  const nearest = answer.nearest && { ...answer.nearest, label: roles.find((role) => role.code === answer.nearest?.role)?.label ?? answer.nearest.role };
  const approval = meta.actions
    .filter((action) => action.name === question.action && action.approval !== undefined && action.approval !== false)
    .map((action) => ({ action: action.name, required: action.approval === 'required' }));
  return {
    ...answer,
    ...(hidden ? { allowed: false, code: 'field.hidden' } : {}),
    ...(absent ? { allowed: false, code: 'user.not_active' } : {}),
    because: answer.because.map((grant) => withField(environment, subject, meta, question.field, grant)),
    nearest,
    ...(field ? { field } : {}),
    state: [...(absent ? [{ code: 'user.not_active', params: { state: standing } }] : []), ...state],
    sod,
    approval,
  };
}
interface LabelledRole extends HeldRole {
  readonly label: string;
}
/** The roles this company can give, its own among them. */
export async function rolesOf(tx: Tx, org: string): Promise<readonly LabelledRole[]> {
  const rows = await tx.query('select code, label, grants, permissions from core.role where org_id = $1 and archived_at is null order by code', [org]);
  return rows as unknown as readonly LabelledRole[];
}
/** How much of the field this one grant shows. */
function withField({ registry }: Environment, subject: Principal, meta: RecordMeta, name: string | undefined, because: Because): Explained['because'][number] {
  const field = name === undefined ? undefined : [...meta.fields, ...meta.lines].find((one) => one.name === name);
  if (!field) return because;
  const alone = subject.grants.filter((grant) => grant.record === meta.name && grant.role === because.role && grant.scope === because.scope);
  const level = rowAccess(accessPlan(registry, { ...subject, grants: alone }, sourceOf(meta)), {}).level(field);
  return { ...because, covers: { ...because.covers, field: level } };
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
  because: because.map(({ covers, ...grant }) => ({ ...grant, covers: { action: covers.action, scope: null, condition: null }, verdict: false })),
  nearest: null,
  state: [],
  sod: [],
  approval: [],
});
function fieldLevel(
  { registry }: Environment,
  subject: Principal,
  meta: RecordMeta,
  name: string,
  row: Loaded | undefined,
  beside: Beside | undefined,
): { readonly name: string; readonly level: Level } {
  const field = [...meta.fields, ...meta.lines].find((one) => one.name === name);
  const plan = accessPlan(registry, subject, sourceOf(meta));
  const level = field && !subject.unlimited ? rowAccess(plan, row ?? {}, beside).level(field) : 'full';
  return { name, level };
}
/** Where the record's state stands in the way, whoever asks. */
function stateProblems(meta: RecordMeta, name: string, row: Loaded): object[] {
  const action = meta.actions.find((one) => one.name === name);
  if (!action || action.from.length === 0 || action.from.includes(String(row['state']))) return [];
  return [{ code: 'document.transition_refused', params: { from: row['state'], action: name, allowed: action.from } }];
}
async function separation(environment: Environment, tx: Tx, subject: Principal, meta: RecordMeta, name: string, row: Loaded): Promise<object[]> {
  const action = meta.actions.find((one) => one.name === name);
  if (!action) return [];
  const call: Call = { principal: subject, via: 'api', request: 'explain', locale: 'zh', dryRun: true, ack: new Set() };
  try {
    await checkSeparation(environment, tx, call, meta, action, row.id);
    return [];
  } catch (error) {
    if (error instanceof Refused) return [{ code: error.code, params: error.params }];
    throw error;
  }
}
