import { rightsOf } from '../kernel/permission/grants.ts';
import type { GrantsOf } from './sign-in/principal.ts';

/** The kernel's judgement of a person's roles, in the form sign-in asks for it. */
export const grantsOf: GrantsOf = rightsOf;
