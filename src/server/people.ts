import type { People } from '../kernel/kernel.ts';
import { grantsOf } from './grants-of.ts';
import { principalOf } from './sign-in/principal.ts';

/** Who somebody else is at this moment: the same judgement that his own sign-in would get. */
export const people: People = (tx, registry, org, user, now) => principalOf(tx, registry, grantsOf, org, user, now);
