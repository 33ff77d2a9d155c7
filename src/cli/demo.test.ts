import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Company } from '../../test/support/company.ts';
import { beginDemo, endDemo, isUnfinished } from '../demo/mark.ts';
import type { Context } from './command.ts';
import { tellUnfinished } from './demo.ts';
import type { Installation } from './installation.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());

test('P.16 a demo that was killed in the middle is told of at each start, until it is made whole', async () => {
  const { pools, org } = company;
  const said: string[] = [];
  const context = {
    root: '/srv/qiantai',
    environment: {},
    given: { words: [], text: () => undefined, flag: () => false },
    speech: { say: ({ zh, en }: { readonly zh: string; readonly en: string }) => void said.push(zh, en) },
  } as unknown as Context;
  const start = (): Promise<void> => tellUnfinished(context, { pools } as Installation, [org]);
  await start();
  expect(said).toEqual([]);
  await beginDemo(pools.plain, org.id);
  await beginDemo(pools.plain, org.id);
  expect(await isUnfinished(pools.plain, org.id)).toBe(true);
  await start();
  expect(said[0]).toContain('MAIN 的演示数据没有建完');
  expect(said[1]).toContain('delete the data folder /srv/qiantai/data');
  await endDemo(pools.plain, org.id);
  await start();
  expect(said).toHaveLength(2);
});
