import type { AccountRole } from './registry.ts';
import type { Fields } from './field.ts';
import type { Label } from './values.ts';

/** The facts of an event as its owner hands them over. Name it once, like a row. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K]['$value'] };

/** The accounts that business code names by what they are for; codes are defaults of the two standards (index §4). */
export function defineAccountRoles<R extends { readonly [role: string]: Label & { readonly cas: string; readonly sbe: string | null } }>(roles: R): R {
  return roles;
}
export type { AccountRole };
