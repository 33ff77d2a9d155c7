import { expect, test } from 'vitest';
import { password } from '../bench/world.ts';
import { play } from '../scripts/simulation/run.ts';
import { systemCall } from '../src/server/system-call.ts';
import { adminPassword, foundCompany } from './support/company.ts';

/*
 * The short form of `npm run simulate`: ten people of a company sell, deliver, invoice, collect, count, book and meddle for three months, each
 * month is closed, and after every few steps the books, the scopes and the reports of the past are looked at. Another seed: QIANTAI_TEST_SEED.
 */
const seed = Number(process.env['QIANTAI_TEST_SEED'] ?? 20261124);

test(`a simulated company keeps its books, its scopes and its past (seed ${seed})`, async () => {
  const began = Date.now();
  const company = await foundCompany({ clock: () => new Date(Date.parse('2026-11-24T02:00:00Z') + Date.now() - began) });
  try {
    const { kernel, pools, org } = company;
    const stage = {
      kernel,
      pools,
      org,
      call: systemCall({ ...org, name: org.code, time_zone: 'Asia/Shanghai' }, org.id, 'simulation'),
      url: () => company.url,
      password,
      adminPassword,
      year: 2026,
      sequence: company.settled,
    };
    const { wrong, step, history, answers, closed } = await play(stage, { seed, steps: 150, months: 3, every: 15 });
    expect(wrong, `step ${step}; npm run simulate -- --seed ${seed} --steps 150 --months 3 --every 15\n${history.slice(-12).join('\n')}`).toEqual([]);
    // A company in which nothing happens keeps its books as well.
    expect(answers.get('done')).toBeGreaterThan(150);
    expect(answers.size).toBeGreaterThan(10);
    expect(closed).toBeGreaterThan(0);
  } finally {
    await company.close();
  }
}, 120_000);
