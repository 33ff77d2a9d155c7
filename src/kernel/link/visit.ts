import { actOn } from '../command/act.ts';
import type { Environment } from '../command/environment.ts';
import { loadRecords } from '../store/rows.ts';
import { Refused } from '../problem.ts';
import { type FileAnswer, printRecords } from '../read/print.ts';
import { isOpen, masked, titleOf } from './code.ts';
import { callOf, type Link, linkRow, noteAccess, refuseEnded, type Visitor, writing } from './link.ts';

/** What the page of a link shows before and after its code. */
export interface Opened {
  readonly company: string;
  readonly title: string;
  readonly locale: 'zh' | 'en';
  readonly expires_at: string;
  /** Where the code goes, half hidden; null where none is needed or it was entered. */
  readonly code_to: string | null;
  readonly actions: readonly {
    readonly name: string;
    readonly label: string;
    readonly asks: readonly { readonly name: string; readonly label: string; readonly required: boolean }[];
  }[];
  readonly used: boolean;
}
/** Opening changes nothing of the link: scanners of mail open everything. */
export async function openLink(environment: Environment, org: string, id: string, visitor: Visitor): Promise<Opened> {
  return writing(environment, org, async (tx) => {
    const link = await linkRow(tx, org, id);
    refuseEnded(environment, link);
    await callOf(environment, tx, link, visitor);
    const open = await isOpen(environment, tx, link, visitor);
    await noteAccess(environment, tx, link, 'opened', visitor);
    const [company] = await tx.query('select name from core.organisation where org_id = $1 and id = $1', [org]);
    const meta = environment.registry.records.get(link.declaration);
    const row = meta && (await loadRecords(tx, org, meta, [link.record])).get(link.record);
    const used = link.uses !== null && link.used >= link.uses;
    const actions = open && meta && row && !used ? meta.actions.filter((action) => link.actions.includes(action.name) && action.from.includes(String(row['state']))) : [];
    return {
      company: String(company?.['name'] ?? ''),
      title: open ? await titleOf(environment, tx, link) : (meta?.[link.locale] ?? ''),
      locale: link.locale,
      expires_at: link.expires_at,
      code_to: open || link.address === null ? null : masked(link.address),
      used,
      actions: actions.map((action) => ({
        name: action.name,
        label: action[link.locale],
        asks: action.asks.map((field) => ({ name: field.name, label: field[link.locale], required: field.required })),
      })),
    };
  });
}
/** The print of the record, as its sender would print it now. */
export async function linkFile(environment: Environment, org: string, id: string, visitor: Visitor): Promise<FileAnswer> {
  const { link, call } = await writing(environment, org, async (tx) => {
    const found = await linkRow(tx, org, id);
    refuseEnded(environment, found);
    if (!(await isOpen(environment, tx, found, visitor))) throw new Refused('code.needed');
    const sender = await callOf(environment, tx, found, visitor);
    await noteAccess(environment, tx, found, 'file', visitor);
    return { link: found, call: sender };
  });
  return printRecords(environment, call, link.declaration, { ids: [link.record], template: link.template ?? undefined, lang: link.locale });
}
/** The action and the link's being used are one transaction; the same key again is the same answer (P11-6). */
export async function submitLink(environment: Environment, org: string, id: string, action: string, input: unknown, key: string | undefined, visitor: Visitor): Promise<void> {
  await writing(environment, org, async (tx) => {
    const link = await linkRow(tx, org, id, true);
    refuseEnded(environment, link);
    if (!(await isOpen(environment, tx, link, visitor))) throw new Refused('code.needed');
    if (key !== undefined && link.last_key === key) return;
    if (link.uses !== null && link.used >= link.uses) throw new Refused('link.used');
    if (!link.actions.includes(action)) throw new Refused('not_found');
    await act(environment, tx, link, action, input, visitor);
    await tx.query('update core.public_link set used = used + 1, last_key = $3 where org_id = $1 and id = $2', [org, id, key ?? null]);
    await noteAccess(environment, tx, link, `submitted:${action}`, visitor);
  });
  const [organisation] = await writing(environment, org, (tx) => tx.query('select code from core.organisation where org_id = $1 and id = $1', [org]));
  await environment.sequenced({ id: org, code: String(organisation?.['code'] ?? '') });
}
async function act(environment: Environment, tx: Parameters<typeof linkRow>[0], link: Link, action: string, input: unknown, visitor: Visitor): Promise<void> {
  const call = await callOf(environment, tx, link, visitor);
  const meta = environment.registry.records.get(link.declaration);
  const row = meta && (await loadRecords(tx, link.org_id, meta, [link.record])).get(link.record);
  if (!row) throw new Refused('link.revoked');
  // The visitor is no user who could have read a version: he acts on what the page showed, and the state decides.
  await actOn({ ...environment, within: tx }, call, link.declaration, link.record, action, { version: row.version, input });
}
