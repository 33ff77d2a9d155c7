import { machine, type Outcome, printOutcome, saveOutcome } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { importCustomers } from './import.ts';
import { list } from './list.ts';
import { post } from './post.ts';
import { print } from './print.ts';
import { statements } from './statements.ts';
import { start } from './start.ts';
import { web } from './web.ts';
import { root } from './world.ts';

/* `npm run bench`, `npm run bench -- NAME --rows N --clients 1,8 --rounds N --seconds N`: each benchmark beside its floor. */
const benchmarks: Readonly<Record<string, (options: Options) => Promise<Outcome>>> = { post, list, statements, import: importCustomers, print, start, web };

async function main(args: readonly string[]): Promise<number> {
  const { names, options } = readOptions(args);
  const unknown = names.find((name) => !(name in benchmarks));
  if (unknown !== undefined) {
    process.stderr.write(`no benchmark ${unknown}; there are ${Object.keys(benchmarks).join(', ')}\n`);
    return 2;
  }
  let missed = 0;
  for (const [name, run] of Object.entries(benchmarks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const began = machine();
    process.stdout.write(`\n${name}: load ${began.load} on ${began.cores} cores\n`);
    const outcome = await run(options);
    printOutcome(outcome);
    process.stdout.write(`${saveOutcome(root, outcome, { ...options }, began)}\n`);
    missed += outcome.goals.filter((goal) => !goal.met).length;
  }
  return missed === 0 ? 0 : 1;
}
process.exitCode = await main(process.argv.slice(2));
