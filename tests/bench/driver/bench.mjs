// Runs every scenario against every server in turn, in one go, and prints the table. Called by ../run.sh.
import { writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { parseArgs } from 'node:util';
import { scenarios, smoke } from './plan.mjs';
import { RunningServer, runLoad } from './servers.mjs';
import { format, judge } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    build: { type: 'string' }, json: { type: 'string' }, only: { type: 'string', multiple: true },
    repeats: { type: 'string' }, quick: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false }, smoke: { type: 'boolean', default: false },
  },
});

async function measure(server, args) {
  const running = await RunningServer.start(server, options.build);
  try {
    return await runLoad(options.build, running, args);
  } finally {
    await running.stop();
  }
}

/** The order of runs: a repetition goes through all scenarios, and within one through all servers. */
function schedule(plan, repeats) {
  const runs = [];
  for (let repeat = 0; repeat < repeats; ++repeat) {
    for (const scenario of plan) {
      if (repeat >= (scenario.repeats ?? repeats)) continue;
      // Every other time backwards, so that nobody is always the first.
      const servers = repeat % 2 ? [...scenario.servers].reverse() : scenario.servers;
      for (const server of servers) runs.push({ scenario: scenario.name, server, args: scenario.args, repeat });
    }
  }
  return runs;
}

async function benchmark() {
  const all = scenarios(options.quick);
  const plan = options.only ? all.filter((scenario) => options.only.includes(scenario.name)) : all;
  if (plan.length < (options.only ?? all).length)
    throw new Error(`--only takes: ${all.map((scenario) => scenario.name).join(', ')}`);
  const started = Date.now();
  const runs = schedule(plan, Number(options.repeats ?? (options.quick ? 1 : 3)));
  for (const [index, run] of runs.entries()) {
    process.stderr.write(`${index + 1}/${runs.length} ${run.scenario} ${run.server}\n`);
    run.figures = await measure(run.server, run.args);
  }
  const rows = judge(runs);
  console.log(`${cpus().length} × ${cpus()[0].model}, Linux ${release()}, Node ${process.version}, `
    + `${Math.round((Date.now() - started) / 1000)} s, medians${options.quick ? ', quick: too short to judge by' : ''}\n`);
  console.log(format(rows));
  if (options.json) writeFileSync(options.json, JSON.stringify({ quick: options.quick, runs, rows }, null, 1));
  return options.strict && rows.some((row) => row.reached === false) ? 4 : 0;
}

async function smokeTest() {
  for (const { server, args } of smoke) {
    const figures = await measure(server, args);
    console.log(`${server} ${args.slice(9).join(' ')}: ${figures.deliveries} deliveries, each right`);
  }
  return 0;
}

try {
  process.exitCode = await (options.smoke ? smokeTest() : benchmark());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
