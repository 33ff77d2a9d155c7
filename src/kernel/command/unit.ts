import type { AnyRef, Write } from '#declare';
import type { RecordMeta } from '../registry/meta.ts';
import type { Loaded } from '../store/rows.ts';

/** A row to be inserted whole, its lines included. */
export interface Created {
  readonly meta: RecordMeta;
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly told: boolean;
}
/** Columns of one row to be changed; lines are given whole where they change. */
export interface Changed {
  readonly meta: RecordMeta;
  readonly before: Loaded;
  values: Record<string, unknown>;
}
export interface AuditNote {
  readonly action: string;
  readonly reason: string | undefined;
}
/** A change of what is no record: the settings of a module (P.15). */
export interface Noted {
  readonly declaration: string;
  readonly record: string;
  readonly label: string;
  readonly action: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  readonly fields: RecordMeta['fields'];
}
/** All that one command writes, collected by pure code and written set-based at its end. */
export interface Unit {
  readonly acting: AnyRef | undefined;
  readonly note: AuditNote;
  readonly created: Created[];
  readonly changed: Map<string, Changed>;
  readonly removed: { readonly meta: RecordMeta; readonly before: Loaded }[];
  readonly noted: Noted[];
  readonly posted: Extract<Write, { does: 'post' }>[];
  readonly inserted: Extract<Write, { does: 'insert' }>[];
  readonly linked: Extract<Write, { does: 'link' }>[];
  readonly emitted: Extract<Write, { does: 'emit' }>[];
}
export function openUnit(acting: AnyRef | undefined, note: AuditNote): Unit {
  return { acting, note, created: [], changed: new Map(), removed: [], noted: [], posted: [], inserted: [], linked: [], emitted: [] };
}
/** Changes of one row in one command become one update. */
export function noteChange(unit: Unit, meta: RecordMeta, before: Loaded, values: Readonly<Record<string, unknown>>): void {
  const key = `${meta.name}:${before.id}`;
  const known = unit.changed.get(key);
  if (known) known.values = { ...known.values, ...values };
  else unit.changed.set(key, { meta, before, values: { ...values } });
}
