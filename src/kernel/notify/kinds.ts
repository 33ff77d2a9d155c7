import type { Label } from '#declare';

/**
 * What people are told of (P.11). The text is made when it is read, in the reader's language, from these sentences and the label of the
 * record; a notification itself holds ids only. `{record}`, `{by}` and the members of its data are filled in.
 */
export interface NotificationKind extends Label {
  readonly text: Label;
  /** Where the same thing is told by e-mail when the person has not chosen. */
  readonly mail: MailRhythm;
  /** Security and deadlines do not wait for a digest. */
  readonly urgent?: true;
}
export const rhythms = ['immediately', 'hourly', 'daily', 'weekly', 'off'] as const;
export type MailRhythm = (typeof rhythms)[number];

const kinds = {
  mention: {
    zh: '提到我',
    en: 'Mentions of me',
    mail: 'immediately',
    text: { zh: '{by} 在 {record} 的评论中提到了你', en: '{by} mentioned you in a comment on {record}' },
  },
  comment: { zh: '我关注的记录有评论', en: 'Comments on what I follow', mail: 'daily', text: { zh: '{by} 评论了 {record}', en: '{by} commented on {record}' } },
  assigned: { zh: '交给我的', en: 'Assigned to me', mail: 'immediately', text: { zh: '{by} 把 {record} 交给了你', en: '{by} assigned {record} to you' } },
  change: { zh: '我关注的记录有变化', en: 'Changes of what I follow', mail: 'off', text: { zh: '{by} 对 {record} 执行了“{action}”', en: '{by} did “{action}” on {record}' } },
  import_done: {
    zh: '导入完成',
    en: 'Imports done',
    mail: 'off',
    text: {
      zh: '{declaration} 导入完成：新建 {created}，更新 {updated}，失败 {failed}',
      en: 'Import of {declaration} is done: {created} created, {updated} updated, {failed} failed',
    },
  },
  job_failed: {
    zh: '后台任务失败',
    en: 'Failed jobs',
    mail: 'immediately',
    urgent: true,
    text: { zh: '后台任务“{job}”连续失败 {failures} 次：{error}', en: 'The job “{job}” failed {failures} times in a row: {error}' },
  },
  webhook_disabled: {
    zh: '网络钩子被停用',
    en: 'Webhooks switched off',
    mail: 'immediately',
    urgent: true,
    text: { zh: '{record} 连续 {times} 次未送达，已停用', en: '{record} was switched off after {times} messages in a row were given up' },
  },
  security: {
    zh: '账号安全',
    en: 'Security of my account',
    mail: 'immediately',
    urgent: true,
    text: { zh: '{by} 为你的账号发起了密码重置', en: '{by} started a reset of your password' },
  },
} as const satisfies Readonly<Record<string, NotificationKind>>;
export type KindName = keyof typeof kinds;
export const notificationKinds: Readonly<Record<KindName, NotificationKind>> = kinds;
export const isKind = (name: string): name is KindName => Object.hasOwn(kinds, name);

/** The sentence of a kind with its gaps filled; a member that is missing leaves a dash. */
export function sentence(kind: KindName, locale: 'zh' | 'en', values: Readonly<Record<string, unknown>>): string {
  return notificationKinds[kind].text[locale].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return value === undefined || value === null || value === '' ? '—' : String(value);
  });
}
