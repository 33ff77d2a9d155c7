import { similarity } from './name-keys.ts';

/** What of a customer is compared (1.1); texts are normalised already, absent ones null. */
export interface Likeness {
  readonly kind: string;
  readonly name_norm: string;
  readonly name_core: string;
  readonly uscc: string | null;
  readonly tax_no: string | null;
  readonly id_no: string | null;
  /** Its own and those of its contacts. */
  readonly mobiles: readonly string[];
  readonly own_mobile: string | null;
  readonly emails: readonly string[];
  readonly phone: string | null;
  readonly address: string | null;
}
export type SignalFamily = 'identity' | 'name' | 'mobile' | 'mail' | 'phone' | 'address';
export interface Signal {
  readonly family: SignalFamily;
  readonly signal: string;
  readonly points: number;
}
export interface Score {
  readonly score: number;
  readonly signals: readonly Signal[];
}

const publicDomains = new Set([
  'qq.com',
  'foxmail.com',
  '163.com',
  '126.com',
  'yeah.net',
  'sina.com',
  'sina.cn',
  'sohu.com',
  'aliyun.com',
  '139.com',
  '189.cn',
  '21cn.com',
  'tom.com',
  'gmail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'live.cn',
  'yahoo.com',
  'icloud.com',
]);
export const mailDomain = (email: string): string | null => {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domain === '' || publicDomains.has(domain) ? null : domain;
};

const meets = (a: readonly string[], b: readonly string[]): boolean => a.some((one) => b.includes(one));
const equal = (a: string | null, b: string | null): boolean => a !== null && a === b;

function mobileSignal(a: Likeness, b: Likeness): Signal[] {
  if (equal(a.own_mobile, b.own_mobile) && a.kind === 'individual' && b.kind === 'individual') return [{ family: 'mobile', signal: 'mobile', points: 90 }];
  return meets(a.mobiles, b.mobiles) ? [{ family: 'mobile', signal: 'mobile', points: 60 }] : [];
}
function nameSignal(a: Likeness, b: Likeness): Signal[] {
  if (a.name_norm === b.name_norm) return [{ family: 'name', signal: 'name', points: 90 }];
  const likeness = similarity(a.name_core, b.name_core);
  return likeness >= 0.6 ? [{ family: 'name', signal: 'name_core', points: Math.round(70 * likeness) }] : [];
}
function mailSignal(a: Likeness, b: Likeness): Signal[] {
  if (meets(a.emails, b.emails)) return [{ family: 'mail', signal: 'email', points: 60 }];
  const domains = (of: Likeness): string[] => of.emails.flatMap((email) => mailDomain(email) ?? []);
  return meets(domains(a), domains(b)) ? [{ family: 'mail', signal: 'email_domain', points: 40 }] : [];
}

/** How alike two customers are, 0–100: one signal a family, 100 when any is certain, else the strongest and a fifth of the others (1.1). */
export function likeness(a: Likeness, b: Likeness): Score {
  const certain = equal(a.uscc, b.uscc) || equal(a.tax_no, b.tax_no) || equal(a.id_no, b.id_no);
  const signals: Signal[] = [
    ...(certain ? [{ family: 'identity', signal: equal(a.id_no, b.id_no) ? 'id_no' : 'uscc', points: 100 } as const] : []),
    ...nameSignal(a, b),
    ...mobileSignal(a, b),
    ...mailSignal(a, b),
    ...(equal(a.phone, b.phone) ? [{ family: 'phone', signal: 'phone', points: 50 } as const] : []),
    ...(equal(a.address, b.address) ? [{ family: 'address', signal: 'address', points: 40 } as const] : []),
  ];
  if (signals.length === 0) return { score: 0, signals };
  if (certain) return { score: 100, signals };
  const strongest = Math.max(...signals.map((signal) => signal.points));
  const others = signals.reduce((total, signal) => total + signal.points, 0) - strongest;
  return { score: Math.min(99, strongest + Math.round(0.2 * others)), signals };
}

/** A match outside the acting person's scope is shown without letting him read it: 昆***司. */
export const masked = (name: string): string => {
  const characters = [...name];
  return characters.length <= 2 ? `${characters[0] ?? ''}*` : `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
};
