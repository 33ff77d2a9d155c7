import { verify, type Verified } from '../kernel/ledger/verify.ts';
import type { Command } from './command.ts';
import { organisation, organisations, withInstallation } from './installation.ts';
import { WrongUse } from './usage.ts';

export const verifyCommand: Command = {
  name: 'verify',
  words: '',
  summary: { zh: '重算并核对余额、账簿、报表与日志链', en: 'Recompute and compare balances, ledgers, statements and the audit chain' },
  options: { only: { type: 'string', value: 'NAME,…', help: { zh: '只核对名称含此词的项目', en: 'Only checks whose name contains one of these' } } },
  run: async (context) => {
    const { given, speech } = context;
    const only = (given.text('only') ?? '').split(',').filter((name) => name !== '');
    return withInstallation(context, async (installation) => {
      const wanted = given.text('org') === undefined ? await organisations(installation) : [await organisation(context, installation)];
      // Nothing to compare is no proof that everything agrees.
      if (wanted.length === 0) throw new WrongUse({ zh: '还没有组织，没有可核对的数据。', en: 'There is no organisation yet, nothing to verify.' });
      const results: (Verified & { readonly org: string })[] = [];
      for (const org of wanted) results.push({ org: org.code, ...(await verify(installation.environment, org, only)) });
      const ok = results.every((result) => result.ok);
      speech.document({ ok, checks: results.flatMap((result) => result.checks.map((check) => (results.length > 1 ? { org: result.org, ...check } : check))) });
      for (const { org, checks } of results)
        for (const check of checks) {
          const name = results.length > 1 ? `${org} ${check.name}` : check.name;
          speech.say({
            zh: `${check.differences === 0 ? '✓' : '✗'} ${name}：${check.rows} 行，${check.differences} 处差异${check.first === undefined ? '' : `，首处 ${check.first}`}`,
            en: `${check.differences === 0 ? '✓' : '✗'} ${name}: ${check.rows} rows, ${check.differences} differences${check.first === undefined ? '' : `, first ${check.first}`}`,
          });
        }
      speech.say(ok ? { zh: '全部一致。', en: 'Everything agrees.' } : { zh: '发现差异。', en: 'There are differences.' });
      return ok ? 0 : 4;
    });
  },
};
