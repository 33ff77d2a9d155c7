import { connect } from '../database/connect.ts';
import type { Command } from './command.ts';
import { appliedMigrations, migrateDatabase, migrationsOf, withDatabase } from './installation.ts';
import { numberOf } from './usage.ts';

export const migrateCommand: Command = {
  name: 'migrate',
  words: '',
  summary: { zh: '显示并执行待做的数据库迁移', en: 'Show and apply pending migrations' },
  options: {
    'dry-run': { type: 'boolean', help: { zh: '只显示', en: 'Only show them' } },
    to: { type: 'string', value: 'NUMBER', help: { zh: '到此号为止', en: 'Up to this one' } },
  },
  run: async (context) => {
    const { given, speech } = context;
    const to = numberOf('--to', given.text('to'), 9_999, 9_999);
    const known = migrationsOf(context).filter((migration) => migration.number <= to);
    return withDatabase(context, 'migrate', async (database) => {
      const owner = await connect(database.owner);
      const done = await appliedMigrations(owner).finally(() => owner.end());
      const pending = known.filter((migration) => !done.includes(migration.number));
      const dryRun = given.flag('dry-run');
      if (!dryRun && pending.length > 0) await migrateDatabase(context, database, known);
      speech.document({ pending: dryRun ? pending.map((one) => one.name) : [], applied: dryRun ? [] : pending.map((one) => one.name) });
      if (pending.length === 0) speech.say({ zh: '数据库已是最新。', en: 'The database is current.' });
      for (const one of pending) speech.say({ zh: `${dryRun ? '待执行' : '已执行'} ${one.name}`, en: `${dryRun ? 'pending' : 'applied'} ${one.name}` });
      return 0;
    });
  },
};
