import { servers } from '../modules/server.ts';
import { foundOrganisation } from '../server/first-start.ts';
import { accountByLogin } from '../server/sign-in/account.ts';
import type { Command } from './command.ts';
import { cliCall, organisations, withInstallation } from './installation.ts';
import { oneOf, WrongUse } from './usage.ts';
import { Refused } from '../kernel/problem.ts';

const actions = ['list', 'add', 'suspend', 'resume'] as const;

export const orgCommand: Command = {
  name: 'org',
  words: 'ACTION [CODE]',
  summary: { zh: '组织：list add suspend resume', en: 'Organisations: list add suspend resume' },
  options: {
    name: { type: 'string', value: 'NAME', help: { zh: '名称（add）', en: 'Name (add)' } },
    founder: { type: 'string', value: 'LOGIN', help: { zh: '创建人账号（add，默认 admin）', en: 'Login of its founder (add, admin)' } },
  },
  run: async (context) => {
    const { given, speech } = context;
    const [word, code, ...rest] = given.words;
    if (word === undefined || rest.length > 0) throw new WrongUse({ zh: `请指定操作：${actions.join(', ')}`, en: `Name an action: ${actions.join(', ')}` });
    const action = oneOf('操作 / the action', word, actions);
    if (action !== 'list' && (code === undefined || !/^[A-Z0-9]{1,12}$/.test(code)))
      throw new WrongUse({ zh: '请指定组织编号（1–12 位大写字母或数字）。', en: 'Name the code: 1 to 12 capital letters or digits.' });
    return withInstallation(context, async (installation) => {
      const all = await organisations(installation);
      if (action === 'list') {
        speech.document(all.map((one) => ({ code: one.code, id: one.id })));
        for (const one of all) speech.say({ zh: one.code, en: one.code });
        return 0;
      }
      const found = all.find((one) => one.code === code);
      if (action === 'add') {
        if (found) throw new Refused('record.duplicate', { field: 'code', code });
        const founder = await accountByLogin(installation.auth, given.text('founder') ?? 'admin');
        if (!founder) throw new Refused('not_found');
        const company = { code: code ?? '', name: given.text('name') ?? '我的公司' };
        await foundOrganisation({ pool: installation.pools.commands, registry: installation.kernel.registry, servers, clock: () => new Date() }, company, {
          account: founder.id,
          login: founder.login,
          name: founder.login === 'admin' ? '管理员' : founder.login,
        });
        speech.document({ code, login: founder.login });
        speech.say({ zh: `已建立 ${code}，账号 ${founder.login} 可在其中工作。`, en: `${code} is founded; ${founder.login} can work there.` });
        return 0;
      }
      if (!found) throw new Refused('not_found');
      const call = await cliCall(installation, found, context);
      const { body } = await installation.kernel.read(call, 'core.organisation', found.id);
      await installation.kernel.act(call, 'core.organisation', found.id, action, { version: (body as { readonly version: number }).version, input: {} });
      speech.document({ code, done: true });
      speech.say({ zh: `${code}：${action === 'suspend' ? '已暂停' : '已恢复'}`, en: `${code}: ${action === 'suspend' ? 'suspended' : 'resumed'}` });
      return 0;
    });
  },
};
