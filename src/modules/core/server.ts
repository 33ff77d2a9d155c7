import type { ModuleServer } from '../../kernel/command/environment.ts';
import { fetchMail } from '../../kernel/inbox/fetch-job.ts';
import { processInbox } from '../../kernel/inbox/process.ts';
import { sealDays } from '../../kernel/audit/seal.ts';
import { tidy } from '../../kernel/jobs/tidy.ts';
import { dispatchEvents } from '../../kernel/outbox/dispatch.ts';
import { sendMessages } from '../../kernel/message/send-job.ts';
import { deliverWebhooks } from '../../kernel/webhook/deliver.ts';
import { channelSaved, mailboxSaved } from './channel.effects.ts';
import { seedCore } from './seed/index.ts';
import { customFieldArchived, customFieldSaved } from './custom-field.effects.ts';
import { hookAccountEffects } from './inbox.effects.ts';
import { numberingSaved } from './numbering.effects.ts';
import { roleAssignmentSaved } from './role-assignment.effects.ts';
import { roleSaved } from './role.effects.ts';
import { coreScopeMembers } from './scopes.ts';
import { userEffects } from './user.effects.ts';
import { webhookEffects, webhookSaved } from './webhook.effects.ts';

/** The server's side of the platform module. */
export const coreServer: ModuleServer = {
  name: 'core',
  effects: [...userEffects, ...webhookEffects, ...hookAccountEffects, customFieldArchived],
  saves: [webhookSaved, channelSaved, mailboxSaved, numberingSaved, customFieldSaved, roleSaved, roleAssignmentSaved],
  scopes: coreScopeMembers,
  jobs: {
    'core.dispatch_events': dispatchEvents,
    'core.deliver_webhooks': deliverWebhooks,
    'core.send_messages': sendMessages,
    'core.fetch_mail': fetchMail,
    'core.process_inbox': processInbox,
    'core.resume_operations': ({ environment, org }) => environment.operations.resume(org.id),
    'core.seal_audit': sealDays,
    'core.tidy': tidy,
  },
  seed: seedCore,
};
export { insertRecords } from './seed/index.ts';
