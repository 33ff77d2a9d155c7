import { defineJob } from '#declare';

/** What the platform does by itself (P.13). */
export const coreJobs = [
  defineJob('core.dispatch_events', { zh: '分发事件与通知', en: 'Hand out events and notifications', seconds: 5 }),
  defineJob('core.deliver_webhooks', { zh: '发送网络钩子', en: 'Send webhooks', seconds: 10 }),
  defineJob('core.send_messages', { zh: '发送邮件与群消息', en: 'Send mail and messages of robots', seconds: 5 }),
  defineJob('core.resume_operations', { zh: '接续中断的任务', en: 'Go on with interrupted work', seconds: 10 }),
  defineJob('core.fetch_mail', { zh: '收取邮件', en: 'Fetch mail', every: 1 }),
  defineJob('core.process_inbox', { zh: '处理收到的事件', en: 'Deal with what came in', seconds: 5 }),
  defineJob('core.seal_audit', { zh: '封存操作日志', en: 'Seal the audit trail', at: '00:20' }),
  defineJob('core.tidy', { zh: '清理过期数据', en: 'Clear what has expired', at: '03:10' }),
];
