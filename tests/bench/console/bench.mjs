// Measures the console over a big store and prints a table. Usage: see ../console.sh.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { median } from '../driver/table.mjs';

const { values: options } = parseArgs({
  options: {
    build: { type: 'string' },
    quick: { type: 'boolean', default: false },
    smoke: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
    repeats: { type: 'string' },
    json: { type: 'string' },
  },
});
// What each kind of run takes its time for; a smoke run only shows that all of it works.
const kind = options.smoke
  ? { repeats: 1, settleMs: 500, idleMs: 500, window: ['--load', '2'], fill: ['--sessions', '150', '--messages', '1000'] }
  : options.quick
    ? { repeats: 1, settleMs: 5000, idleMs: 5000, window: ['--load', '4', '--part', '16'], fill: [] }
    : { repeats: 3, settleMs: 5000, idleMs: 20_000, window: ['--load', '10'], fill: [] };
const repeats = Number(options.repeats ?? kind.repeats);
const startLimitMs = 30_000;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const benchProgram = (name) => join(options.build, 'tests', 'bench', 'console', name);
const environment = { ...process.env, QT_QPA_PLATFORM: 'offscreen', ULTRACOM_LOG: 'info,host=debug' };

function run(program, args) {
  const done = spawnSync(program, args, { encoding: 'utf8', env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status !== 0)
    throw new Error(`${program} ended with ${done.status ?? done.signal ?? done.error}\n${done.stderr}`);
  return done.stdout.trim();
}

/** ultracom-console itself, in a process of its own. */
class Console {
  constructor(folder) {
    this.started = Date.now();
    this.log = '';
    this.process = spawn(join(options.build, 'app', 'console', 'ultracom-console'),
      ['--data-dir', folder, '--port', '0', '--host', '127.0.0.1', '--no-keychain'],
      { cwd: folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    this.process.stderr.setEncoding('utf8').on('data', (text) => { this.log += text; });
    this.ended = new Promise((resolve) => { this.process.once('exit', resolve); });
  }

  /** Milliseconds from the start of the process to the first painting of rows; the log line bears its own time. */
  async content() {
    for (;;) {
      const line = this.log.split('\n').find((text) => text.includes('The window shows its first'));
      if (line) return Date.parse(line.split(' ')[0]) - this.started;
      if (Date.now() - this.started > startLimitMs || this.process.exitCode !== null)
        throw new Error(`The console shows no sessions:\n${this.log}`);
      await pause(10);
    }
  }

  cpuMs() {
    let nanoseconds = 0;
    for (const task of readdirSync(`/proc/${this.process.pid}/task`))
      nanoseconds += Number(readFileSync(`/proc/${this.process.pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
    return nanoseconds / 1e6;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await this.ended;
  }
}

/** Megabytes (10^6), of which the libraries' pages that other processes share count in part (Pss) or wholly (Rss). */
function memory(pid) {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)[1]) * 1024 / 1e6;
  return { pss: of('Pss'), rss: of('Rss') };
}

const results = {};
function add(name, value) {
  (results[name] ??= []).push(value);
}

async function measureProgram(folder) {
  const cold = new Console(folder);
  add('start_cold', await cold.content());
  await pause(kind.settleMs);
  const { pss, rss } = memory(cold.process.pid);
  add('memory_pss', pss);
  add('memory_rss', rss);
  const before = cold.cpuMs();
  const from = Date.now();
  await pause(kind.idleMs);
  add('idle', 100 * (cold.cpuMs() - before) / (Date.now() - from));
  await cold.stop();
  const warm = new Console(folder);
  add('start_warm', await warm.content());
  await warm.stop();
}

function measureWindow(folder) {
  const figures = JSON.parse(run(benchProgram('bench-window'), [folder, ...kind.window]));
  for (const [name, value] of Object.entries(figures)) add(name, name.endsWith('_complete') ? 100 * value : value);
}

const lines = [
  ['start_cold', 'window with content, no cache', 'ms', 1000],
  ['start_warm', 'window with content, from the cache', 'ms', 1000],
  ['open_first', '100,000 messages: open, from the server', 'ms', 100],
  ['open_again', '100,000 messages: open again, worst of 5', 'ms', 100],
  ['scroll_up', 'scroll to the beginning', 'turns', 16],
  ['up_complete', 'of its steps with nothing missing', '%'],
  ['slider', 'the slider from end to end', 'turns', 16],
  ['scroll_down', 'scroll to the end', 'turns', 16],
  ['down_complete', 'of its steps with nothing missing', '%'],
  ['load', '200 messages/s in 50 sessions', 'turns', 16],
  ['list_all', 'the list to its end, 5,000 sessions', 'turns', 16],
  ['load_all_listed', '200 messages/s, 5,000 sessions listed', 'turns', 16],
  ['reconnect', 'the connection comes back', 'turns', 16],
  ['memory_pss', 'memory, one conversation open (Pss)', 'MB', 120],
  ['memory_rss', 'the same (Rss)', 'MB'],
  ['memory_after', 'memory after all of that (Pss)', 'MB', 120],
  ['idle', 'idle, one conversation open', '%', 1],
];

function judge([name, title, unit, target]) {
  const all = results[name].map((value) => (unit === 'turns' ? value.worst : value));
  return { name, title, unit, target, all, value: median(all), reached: target === undefined || median(all) <= target };
}

function show(value, unit) {
  const digits = unit === '%' && value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit === 'turns' ? 'ms' : unit}`;
}

function cells(row) {
  const { unit, all } = row;
  const of = (member) => (unit === 'turns' ? show(median(results[row.name].map((turns) => turns[member])), unit) : '');
  const spread = all.length > 1 ? ` (${show(Math.min(...all), unit)}–${show(Math.max(...all), unit)})` : '';
  return [row.title, show(row.value, unit) + spread, of('worst_own'), of('most_of_999'), of('mean'),
    row.target === undefined ? '' : `≤ ${row.target} ${unit === 'turns' ? 'ms' : unit}`,
    row.target === undefined ? '' : row.reached ? 'reached' : 'NOT reached'];
}

function format(rows) {
  const table = [['', 'median (least–most)', 'on its core', '99.9 %', 'mean', 'target', ''], ...rows.map(cells)];
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table.map((row) => row.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}

const scratch = mkdtempSync(join(tmpdir(), 'ultracom-bench-console-'));
try {
  const filled = join(scratch, 'filled');
  const conversation = run(benchProgram('bench-console-fill'), [...kind.fill, filled]);
  for (let i = 0; i < repeats; ++i) {
    for (const measure of [measureProgram, measureWindow]) {
      const folder = join(scratch, 'run');
      cpSync(filled, folder, { recursive: true });
      if (measure === measureProgram)
        writeFileSync(join(folder, 'console.json'), JSON.stringify({ last_sessions: { embedded: conversation } }));
      await measure(folder);
      rmSync(folder, { recursive: true });
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 1)}\n`);
const rows = lines.map(judge);
if (options.smoke) {
  console.log('Everything could be measured.');
} else {
  console.log(`${format(rows)}\n\nMedians of ${repeats}. Of frames: the worst turn of the GUI thread's event loop; the worst `
    + `without its\nwaiting for a core; what 99.9 % do not exceed; the mean. Load of the machine: ${loadavg()[0].toFixed(1)}.`);
  process.exitCode = options.strict && rows.some((row) => !row.reached) ? 4 : 0;
}
