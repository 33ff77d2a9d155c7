import { change, effect } from '#declare';
import { HookAccountRecord } from './inbox.ts';

export const hookAccountEffects = [
  // Until the sender knows the new secret both are taken (7.8).
  effect(HookAccountRecord, 'rotate', { entries: (row, _facts, input) => [change('core.hook_account', row.id, { secret: input.secret, previous_secret: row.secret })] }),
  effect(HookAccountRecord, 'end_rotation', { entries: (row) => [change('core.hook_account', row.id, { previous_secret: null })] }),
];
