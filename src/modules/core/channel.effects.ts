import { onSave } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { checkUrl } from '../../kernel/webhook/address.ts';
import { type ChannelAdapter, ChannelAdapterRecord } from './channel.ts';
import { MailboxRecord } from './inbox.ts';

const needed: Readonly<Record<string, readonly (keyof ChannelAdapter & string)[]>> = {
  smtp: ['host', 'port', 'security', 'sender'],
  wecom: ['url'],
  dingtalk: ['url', 'secret'],
  feishu: ['url', 'secret'],
};
/** Each kind has members of its own; the address is judged as that of a webhook is (P11-4). */
export const channelSaved = onSave(ChannelAdapterRecord, {
  facts: async (row, read) => {
    for (const name of needed[row.kind] ?? []) if (row[name] === null || row[name] === undefined) throw new Refused('field.required', {}, `/${name}`);
    const { webhook_allow } = await read.settings('core.settings');
    if (row.kind === 'smtp') checkUrl(`https://${row.host}:${row.port}`, webhook_allow, '/host');
    else checkUrl(String(row.url), webhook_allow);
    return {};
  },
});
export const mailboxSaved = onSave(MailboxRecord, {
  facts: async (row, read) => {
    const { webhook_allow } = await read.settings('core.settings');
    checkUrl(`https://${row.host}:${row.port}`, webhook_allow, '/host');
    return {};
  },
});
