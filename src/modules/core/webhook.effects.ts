import { change, effect, onSave } from '#declare';
import { checkUrl } from '../../kernel/webhook/address.ts';
import { WebhookRecord } from './webhook.ts';

/** What the address itself says is judged when it is saved; the name is resolved when something is sent (P11-4). */
export const webhookSaved = onSave(WebhookRecord, {
  facts: async (row, read) => {
    const { webhook_allow } = await read.settings('core.settings');
    checkUrl(row.url, webhook_allow);
    return {};
  },
});
export const webhookEffects = [
  // Until the receiver knows the new secret both sign (P11-1).
  effect(WebhookRecord, 'rotate', { entries: (row, _facts, input) => [change('core.webhook', row.id, { secret: input.secret, previous_secret: row.secret })] }),
  effect(WebhookRecord, 'end_rotation', { entries: (row) => [change('core.webhook', row.id, { previous_secret: null })] }),
  effect(WebhookRecord, 'enable', { entries: (row) => [change('core.webhook', row.id, { dead_in_a_row: 0 })] }),
];
