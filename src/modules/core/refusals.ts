import { refusal } from '#declare';

/** Refusals of the platform that belong to no record and not to the kernel's pipeline (P.1, P.11). */
export const refusals = {
  'auth.key_invalid': refusal({ zh: '密钥无效', en: 'The key is not valid', fix: { zh: '登录后使用，或换一个密钥', en: 'Sign in, or use another key' } }),
  'auth.key_scope': refusal({
    zh: '密钥不允许此操作',
    en: 'The key does not allow this',
    fix: { zh: '扩大密钥的范围，或换一个密钥', en: 'Widen what the key may do, or use another' },
    status: 403,
  }),
  'auth.ip_not_allowed': refusal({
    zh: '密钥不能从此地址使用',
    en: 'The key may not be used from this address',
    fix: { zh: '把地址加入密钥的允许列表', en: 'Add the address to the key' },
    status: 403,
  }),
  'idempotency.key_required': refusal({
    zh: '过账操作须带幂等键',
    en: 'An action that posts needs an idempotency key',
    fix: { zh: '加上 Idempotency-Key', en: 'Send an Idempotency-Key' },
  }),
  'link.expired': refusal({ zh: '链接已过期', en: 'The link has expired', fix: { zh: '请管理员重新发送', en: 'Ask an administrator for a new one' } }),
  'link.used': refusal({ zh: '链接已使用过', en: 'The link has been used', fix: { zh: '请直接登录，或请管理员重新发送', en: 'Sign in, or ask an administrator for a new one' } }),
  'link.revoked': refusal({ zh: '链接已撤回', en: 'The link was taken back', fix: { zh: '请发送人重新发送', en: 'Ask whoever sent it for a new one' } }),
  'code.needed': refusal({ zh: '需要验证码', en: 'A code is needed', fix: { zh: '先获取验证码并输入', en: 'Ask for a code and enter it first' }, status: 403 }),
  'code.invalid': refusal({
    zh: '验证码不对，还可试 {tries_left} 次',
    en: 'The code is wrong, {tries_left} tries are left',
    fix: { zh: '检查后再输入', en: 'Check and enter it again' },
    with: { tries_left: 'count' },
  }),
  'code.locked': refusal({ zh: '验证码错误次数过多', en: 'Too many wrong codes', fix: { zh: '重新获取验证码', en: 'Ask for a new code' } }),
  'code.expired': refusal({ zh: '验证码已过期', en: 'The code has expired', fix: { zh: '重新获取验证码', en: 'Ask for a new code' } }),
  'file.infected': refusal({ zh: '文件含有恶意内容', en: 'The file holds something harmful', fix: { zh: '不要打开它，换一个文件', en: 'Do not open it, and send another' } }),
  'file.name': refusal({ zh: '文件名无效', en: 'The name of the file is not valid', fix: { zh: '改名后再传', en: 'Rename the file' } }),
  'file.too_many': refusal({
    zh: '一条记录最多 {max} 个附件',
    en: 'At most {max} files a record',
    fix: { zh: '合并文件，或删去不用的', en: 'Join files, or remove some' },
    with: { max: 'count' },
  }),
  'file.range': refusal({ zh: '所求字节超出文件', en: 'The bytes asked for lie outside the file', fix: { zh: '从头读取', en: 'Read from the beginning' }, status: 416 }),
  'view.too_many': refusal({ zh: '最多保存 {max} 个视图', en: 'At most {max} saved views', fix: { zh: '删去不用的视图', en: 'Delete some' }, with: { max: 'count' } }),
  'job.already_running': refusal({ zh: '任务正在运行', en: 'The job is running', fix: { zh: '等它结束', en: 'Wait until it ends' }, with: { job: 'text' } }),
  'webhook.signature_invalid': refusal({
    zh: '签名不对',
    en: 'The signature is not valid',
    fix: { zh: '核对账号、密钥和签名方法', en: 'Check account, secret and how it is signed' },
  }),
  'webhook.timestamp_skew': refusal({
    zh: '时间戳与现在相差超过 300 秒',
    en: 'The timestamp is more than 300 seconds away',
    fix: { zh: '校准时钟后重新发送', en: 'Set the clock and send again' },
  }),
  'webhook.payload_invalid': refusal({ zh: '事件内容无法识别', en: 'The event cannot be read', fix: { zh: '按接口说明填写', en: 'Follow the description of the interface' } }),
  'mention.no_access': refusal({
    zh: '{user} 无权查看这条记录，不会收到通知',
    en: '{user} may not read this record and is not told',
    fix: { zh: '先给他权限，或换一个人', en: 'Give him the right first, or mention somebody else' },
    with: { user: 'text' },
  }),
  'comment.too_late': refusal({
    zh: '评论超过 15 分钟，不能再改',
    en: 'A comment older than 15 minutes is not changed any more',
    fix: { zh: '可以删除线划去，再写一条', en: 'Strike it out and write another' },
    status: 409,
  }),
  'template.variable_missing': refusal({
    zh: '打印模板缺少 {name}',
    en: 'The print template lacks {name}',
    fix: { zh: '更正模板', en: 'Correct the template' },
    with: { name: 'text' },
  }),
};
