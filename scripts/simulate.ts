import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { dataFolder, openInside, password } from '../bench/world.ts';
import { place } from '../src/database/placement.ts';
import { connectionsOf, startServer } from './faults/server.ts';
import { type Outcome, type Play, play, shorten } from './simulation/run.ts';
import type { Stage } from './simulation/stage.ts';

/*
 * `npm run simulate`: a company is played by ten people over months, on a server of its own that is killed now and then, once for each seed. A
 * play that goes wrong is made shorter and told with what plays it again: `npm run simulate -- --seed 7 --only 3,17,40`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '600' },
    months: { type: 'string', default: '6' },
    every: { type: 'string', default: '20' },
    only: { type: 'string' },
    tries: { type: 'string', default: '40' },
    'no-crash': { type: 'boolean', default: false },
  },
});
/** All months of the year before this one lie behind the clock. */
const year = new Date().getUTCFullYear() - 1;
const told = (line: string): void => void process.stdout.write(`${line}\n`);

/** A new installation for one play; nothing of it is left afterwards. */
async function onStage(run: (stage: Stage) => Promise<Outcome>): Promise<Outcome> {
  const folder = dataFolder(undefined);
  const state = { server: await startServer(folder) };
  const inside = await openInside(connectionsOf(folder));
  const crash = async (): Promise<void> => {
    await pause(Math.random() * 60);
    state.server.child.kill('SIGKILL');
    await state.server.ended;
    state.server = await startServer(folder);
  };
  try {
    const { kernel, call, pools, org, sequence } = inside;
    return await run({ kernel, call, pools, org, sequence, url: () => state.server.url, password, adminPassword: password, year, ...(values['no-crash'] ? {} : { crash }) });
  } finally {
    await inside.close();
    state.server.child.kill('SIGINT');
    await state.server.ended;
    for (const one of [place(folder).cluster, folder]) rmSync(one, { recursive: true, force: true });
  }
}

let failed = 0;
for (let seed = Number(values.seed); seed < Number(values.seed) + Number(values.seeds); seed += 1) {
  const began = Date.now();
  const only = values.only === undefined ? undefined : new Set(values.only.split(',').map(Number));
  const at: Play = { seed, steps: Number(values.steps), months: Number(values.months), every: Number(values.every), only };
  const outcome = await onStage((stage) => play(stage, at));
  const seconds = Math.round((Date.now() - began) / 1000);
  const answers = [...outcome.answers].toSorted((a, b) => b[1] - a[1]);
  told(
    `seed ${seed}: ${outcome.step} steps, ${outcome.closed} months closed, ${outcome.crashes} crashes, ${answers.reduce((sum, [, count]) => sum + count, 0)} answers in ${seconds} s`,
  );
  told(`  ${answers.map(([code, count]) => `${code} ${count}`).join(', ')}`);
  if (outcome.wrong.length === 0) continue;
  failed += 1;
  for (const line of outcome.wrong.slice(0, 5)) told(`✗ step ${outcome.step}: ${line}`);
  const shorter = await shorten(onStage, at, outcome, Number(values.tries));
  told(`  again with: npm run simulate -- --seed ${seed} --steps ${at.steps} --months ${at.months} --every ${at.every} --only ${shorter.only.join(',')}`);
  for (const line of shorter.outcome.history) told(`  ${line}`);
}
told(failed === 0 ? 'every invariant held' : `${failed} of ${values.seeds} seeds went wrong`);
// Pools of connections that a kill ended may still wait for an answer that never comes.
process.stdout.write('', () => process.exit(failed === 0 ? 0 : 1));
