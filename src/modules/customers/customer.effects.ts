import { change, create, type Draft, onSave, prepare, type Read, type Rows, type Write } from '#declare';
import { newId } from '../../kernel/ids.ts';
import { checkFormat, usccOrganisationCheck } from '../../kernel/kinds/index.ts';
import { Refused } from '../../kernel/problem.ts';
import { CustomerCategoryRecord } from './category.ts';
import { ContactCustomerRecord, ContactRecord } from './contact.ts';
import { CustomerRecord } from './customer.ts';
import { likeness, type Likeness, masked, type Score } from './duplicate.ts';
import { type Candidate, candidatesOf, type CurrentContact, currentContacts, likenessOf, regionsIn } from './likeness.facts.ts';
import { openLikenessIndex } from './likeness-index.ts';
import { nameCore, nameNorm } from './name-keys.ts';

const deepest = 5;
type Tree = 'customers.customer' | 'customers.customer_category';
/** Walks up from a parent; a walk that meets its beginning or is too long is a cycle. */
async function refuseCycle(read: Read, tree: Tree, code: string, self: string | null, parent: string | null): Promise<void> {
  let at = parent;
  for (let depth = 1; at !== null; depth += 1) {
    if (at === self || depth >= deepest) throw new Refused(code, { max: deepest }, '/parent');
    const row: { readonly parent: string | null } | null = await read.row(tree, at);
    at = row?.parent ?? null;
  }
}
/** A record that is not stored yet has no id. */
const idOf = (draft: object): string | null => ('id' in draft && typeof draft.id === 'string' ? draft.id : null);

export const prepareCustomer = prepare(CustomerRecord, async (draft, read, { creating }) => {
  if (draft.name === null) throw new Refused('customer.name_required', {}, '/name');
  if (draft.parent !== null) await refuseCycle(read, 'customers.customer', 'customer.parent_cycle', creating ? null : idOf(draft), draft.parent);
  return {
    name_norm: nameNorm(draft.name),
    name_core: nameCore(draft.name, await regionsIn(read, draft.name)),
    uscc_notice: draft.uscc !== null && usccOrganisationCheck(draft.uscc) ? 'org_code' : null,
  };
});
export const prepareCategory = prepare(CustomerCategoryRecord, async (draft, read, { creating }) => {
  if (draft.parent !== null) await refuseCycle(read, 'customers.customer_category', 'category.cycle', creating ? null : idOf(draft), draft.parent);
  return {};
});
/** The first contact of a customer is the primary one. */
export const prepareContactLink = prepare(ContactCustomerRecord, async (draft, read, { creating }) => {
  if (!creating || draft.customer === null || draft.is_primary === true) return {};
  const others = await currentContacts(read, draft.customer);
  return others.some((other) => other.is_primary) ? {} : { is_primary: true };
});

type Customer = Rows['customers.customer'];
const compared = ['name', 'uscc', 'tax_no', 'mobile', 'email', 'phone', 'address', 'kind'] as const;
const changed = (before: Customer | null, after: Customer): boolean => before === null || compared.some((name) => before[name] !== after[name]);

interface GivenContact {
  readonly name: string;
  readonly mobile: string | null;
}
/** 联系人, 联系人手机: columns of the import sheet and members of a request (1.1 screens). */
function contactOf(extra: Readonly<Record<string, unknown>>): GivenContact | null {
  const name = textOf(extra['contact_name']);
  const given = textOf(extra['contact_mobile']);
  if (given === null) return name === null ? null : { name, mobile: null };
  const mobile = checkFormat('mobile', given);
  if (!mobile.ok) throw new Refused(mobile.code, mobile.params, '/contact_mobile');
  if (name === null) throw new Refused('field.required', {}, '/contact_name');
  return { name, mobile: String(mobile.value) };
}
const textOf = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);

interface Alike extends Score {
  readonly code: string;
  readonly name: string;
}
function alike(candidates: readonly Candidate[], self: ReturnType<typeof likenessOf>): readonly Alike[] {
  return candidates.map((candidate) => ({ ...likeness(self, candidate), code: candidate.code, name: masked(candidate.name) })).sort((a, b) => b.score - a.score);
}
const told = (found: readonly Alike[]): readonly object[] =>
  found.slice(0, 20).map(({ code, name, score, signals }) => ({ code, name, score, signals: signals.map((signal) => signal.signal) }));

/** `ack_duplicates`: the codes a person has looked at; a file says 是 in the column 确认重复. */
function acknowledged(extra: Readonly<Record<string, unknown>>): (code: string) => boolean {
  const given = extra['ack_duplicates'];
  if (given === true || given === '是' || given === 'yes') return () => true;
  return (code) => Array.isArray(given) && given.includes(code);
}

interface Facts {
  readonly contact: GivenContact | null;
  readonly contacts: readonly CurrentContact[];
  readonly certain: readonly Alike[];
  readonly doubtful: readonly Alike[];
}
async function findAlike(customer: Customer, read: Read, creating: boolean, contact: GivenContact | null, contacts: readonly CurrentContact[]): Promise<readonly Alike[]> {
  const mobiles = [...contacts.map((one) => one.mobile), contact?.mobile ?? null].filter((mobile) => mobile !== null);
  const self = likenessOf(customer as Draft<'customers.customer'>, { mobiles, emails: contacts.flatMap((one) => one.email ?? []) });
  const candidates = await candidatesFor(customer, read, creating, self);
  // Saved by somebody else since the code was looked up: an equal code is always that refusal, never the score.
  const holder = candidates.find((candidate) => candidate.uscc !== null && candidate.uscc === self.uscc);
  if (holder) throw new Refused('uscc.taken', { code: holder.code, status: holder.state }, '/uscc');
  return alike(candidates, self);
}
/** An import keeps all customers at hand and adds its own; a single command asks for those that share a key. */
async function candidatesFor(customer: Customer, read: Read, creating: boolean, self: Likeness): Promise<readonly Candidate[]> {
  if (!read.batch || !creating) return candidatesOf(read, creating ? null : customer.id, self);
  const index = await read.batch.once('customers.likeness', () => openLikenessIndex(read));
  const { id, code, name, state } = customer;
  read.batch.after(() => index.add({ ...self, id, code: code ?? '', name, state }));
  return index.candidates(self);
}
async function refuseTaken(customer: Customer, read: Read, creating: boolean): Promise<void> {
  if (customer.uscc === null) return;
  const holders = await read.find('customers.customer', { uscc: customer.uscc });
  const holder = holders.find((other) => other.state !== 'merged' && (creating || other.id !== customer.id));
  if (holder) throw new Refused('uscc.taken', { code: holder.code, status: holder.state }, '/uscc');
}

export const saveCustomer = onSave(CustomerRecord, {
  facts: async (customer, read, { creating, extra }): Promise<Facts> => {
    const before = creating ? null : await read.row('customers.customer', customer.id);
    const contact = contactOf(extra);
    const contacts = creating ? [] : await currentContacts(read, customer.id);
    if (!changed(before, customer)) return { contact, contacts, certain: [], doubtful: [] };
    // The index of an import finds an equal code as well.
    if (!read.batch || !creating) await refuseTaken(customer, read, creating);
    const [settings, found] = await Promise.all([read.settings('customers.settings'), findAlike(customer, read, creating, contact, contacts)]);
    const excused = read.may('customers.create_duplicate') && textOf(extra['duplicate_reason']) !== null;
    const seen = acknowledged(extra);
    return {
      contact,
      contacts,
      certain: excused ? [] : found.filter((one) => one.score >= settings.duplicate_refuse),
      doubtful: found.filter((one) => one.score >= settings.duplicate_acknowledge && one.score < settings.duplicate_refuse && !seen(one.code)),
    };
  },
  guard: {
    'customer.duplicate_certain': (_customer, { certain }) => certain.length > 0 && { candidates: told(certain), at: '/name' },
    'customer.duplicate_unacknowledged': (_customer, { doubtful }) => doubtful.length > 0 && { candidates: told(doubtful), at: '/name' },
  },
  entries: (customer, { contact, contacts }) => (contact ? contactWrites(customer, contact, contacts) : []),
});

/** One sheet, customer and contact: the contact of that name gets the number, a new one is made and is primary if there is none. */
function contactWrites(customer: Customer, { name, mobile }: GivenContact, contacts: readonly CurrentContact[]): Write[] {
  const known = contacts.find((one) => one.name === name);
  if (known) return mobile === null || known.mobile === mobile ? [] : [change('customers.contact', known.id, { mobile })];
  const id = newId();
  return [
    create('customers.contact', id, { name, mobile, birthday_leap: false }),
    create('customers.contact_customer', newId(), {
      customer: CustomerRecord.id(customer.id),
      contact: ContactRecord.id(id),
      is_primary: !contacts.some((one) => one.is_primary),
    }),
  ];
}
