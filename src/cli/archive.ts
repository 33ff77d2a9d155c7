import { existsSync } from 'node:fs';
import { connect } from '../database/connect.ts';
import { backup, restore } from '../kernel/backup/archive.ts';
import { verify } from '../kernel/ledger/verify.ts';
import type { Command, Context } from './command.ts';
import { filesOf, migrateDatabase, openInstallation, organisations, withDatabase } from './installation.ts';
import { WrongUse } from './usage.ts';

function fileOf({ given }: Context): string {
  const [file, ...rest] = given.words;
  if (file === undefined || rest.length > 0) throw new WrongUse({ zh: '请指定一个文件。', en: 'Name one file.' });
  return file;
}
export const backupCommand: Command = {
  name: 'backup',
  words: 'FILE',
  summary: { zh: '把全部数据写入一个文件（带校验和）', en: 'Write all data to one file with checksums' },
  options: {},
  run: async (context) => {
    const file = fileOf(context);
    if (existsSync(file) && !context.given.flag('yes')) throw new WrongUse({ zh: `${file} 已存在；加 --yes 覆盖。`, en: `${file} exists; --yes overwrites it.` });
    return withDatabase(context, undefined, async (database) => {
      const owner = await connect(database.owner);
      try {
        const manifest = await backup(owner, file, new Date(), filesOf(context));
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        context.speech.document({ file, ...manifest });
        context.speech.say({ zh: `已备份 ${manifest.tables.length} 张表、${rows} 行到 ${file}`, en: `${manifest.tables.length} tables with ${rows} rows are in ${file}` });
        return 0;
      } finally {
        await owner.end();
      }
    });
  },
};
export const restoreCommand: Command = {
  name: 'restore',
  words: 'FILE',
  summary: { zh: '恢复到空数据库，并核对', en: 'Restore into an empty database, then verify' },
  options: {},
  run: async (context) => {
    const { speech } = context;
    const file = fileOf(context);
    if (!existsSync(file)) throw new WrongUse({ zh: `找不到文件 ${file}`, en: `There is no file ${file}` });
    return withDatabase(context, 'restore', async (database) => {
      await migrateDatabase(context, database);
      const owner = await connect(database.owner);
      const manifest = await restore(owner, file, filesOf(context)).finally(() => owner.end());
      const installation = openInstallation(context, database);
      try {
        let ok = true;
        const checks: object[] = [];
        for (const org of await organisations(installation)) {
          const verified = await verify(installation.environment, org);
          ok &&= verified.ok;
          checks.push(...verified.checks);
        }
        speech.document({ ok, tables: manifest.tables.length, at: manifest.at, checks });
        speech.say({
          zh: `已恢复 ${manifest.at} 的备份（${manifest.tables.length} 张表），核对${ok ? '一致' : '有差异'}。`,
          en: `The backup of ${manifest.at} is restored (${manifest.tables.length} tables); verification ${ok ? 'agrees' : 'found differences'}.`,
        });
        return ok ? 0 : 4;
      } finally {
        await installation.pools.end();
      }
    });
  },
};
