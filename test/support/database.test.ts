import { expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { templateDatabase, testDatabase } from './database.ts';

test('a clone has the rows of its template, and what is written in it stays in it', async () => {
  const template = await templateDatabase('database.test', async (owner) => {
    await owner.query('create table city (name text); ');
    await owner.query("insert into city values ('昆山')");
    await owner.query('grant select on city to qiantai_app');
  });
  const [one, two] = await Promise.all([testDatabase(template), testDatabase(template)]);
  const owner = await connect(one.owner);
  await owner.query("insert into city values ('太仓')");
  const app = await connect(two.app);
  try {
    expect((await owner.query('select name from city order by name')).rows).toEqual([{ name: '太仓' }, { name: '昆山' }]);
    expect((await app.query('select name from city')).rows).toEqual([{ name: '昆山' }]);
    await expect(app.query("insert into city values ('苏州')")).rejects.toMatchObject({ code: '42501' });
  } finally {
    await Promise.all([owner.end(), app.end()]);
    await Promise.all([one.drop(), two.drop()]);
  }
});

test('a template is built once, however many ask for it', async () => {
  let built = 0;
  const build = async (): Promise<void> => {
    built += 1;
  };
  const names = await Promise.all([1, 2, 3].map(() => templateDatabase('built-once', build)));
  expect(new Set(names).size).toBe(1);
  expect(built).toBe(1);
});

test('a template whose build failed is built again', async () => {
  await expect(templateDatabase('fails-once', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  let built = false;
  await templateDatabase('fails-once', async () => {
    built = true;
  });
  expect(built).toBe(true);
});
