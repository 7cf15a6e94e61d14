// One ultracom-console process of a test's own, offscreen, used by keys and mouse: see ../pilot/pilot.cpp.

import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { cleanEnvironment, temporaryFolder } from './server.mjs';

const binary = process.env.ULTRACOM_CONSOLE;
if (!binary) throw new Error('ULTRACOM_CONSOLE must name the ultracom-console program.');
const plugins = process.env.ULTRACOM_PILOT;
if (!plugins) throw new Error('ULTRACOM_PILOT must name the folder of the folder that ultracom-pilot lies in.');

const answerWithinMs = 15_000;
const stopWithinMs = 10_000;
const lookEveryMs = 50;
const tick = /\. (Waiting to be sent|Sent|Delivered|Read|Not sent)(?:\. ([^]*))?$/;

const running = new Set();
if (process.argv[1]?.endsWith('.test.mjs')) after(() => Promise.all([...running].map((console) => console.stop())));
process.on('exit', () => running.forEach((console) => console.child.kill('SIGKILL')));

/** What a row of a conversation is called for a screen reader: `Arta, 14:05: text. Read`. */
function readRow(spoken) {
  const [, who, rest] = /^(.*?), (?:edited )?\d{1,2}:\d{2}(?:.[AP]M)?: ([^]*)$/.exec(spoken) ?? [null, '', spoken];
  const end = tick.exec(rest);
  return { who, text: end ? rest.slice(0, end.index) : rest, tick: end?.[1] ?? '', problem: end?.[2] ?? '' };
}

export class Console {
  /**
   * \param server  a Server to join, with `token`; without it the console starts a server of its own
   * \param args    more of the command line
   * \param env     more of the environment
   */
  static async start({ server, token, dataDir, args = [], env = {} } = {}) {
    const console = new Console();
    console.env = env;
    console.dataDir = dataDir ?? temporaryFolder();
    console.args = ['--data-dir', console.dataDir, '--no-keychain', '--language', 'en', ...args];
    if (server) console.args.push('--server', server.url);
    if (token) {
      const file = join(console.dataDir, 'token');
      writeFileSync(file, token, { mode: 0o600 });
      console.args.push('--token-file', file);
    }
    await console.launch();
    return console;
  }

  spawn(args = this.args) {
    const env = cleanEnvironment({
      QT_QPA_PLATFORM: 'offscreen', QT_QPA_GENERIC_PLUGINS: 'ultracom-pilot', QT_PLUGIN_PATH: plugins,
      XDG_DATA_HOME: join(this.dataDir, 'share'), XDG_RUNTIME_DIR: this.dataDir, LC_ALL: 'C.UTF-8', ...this.env,
    });
    return spawn(binary, args, { cwd: this.dataDir, env, stdio: ['pipe', 'pipe', 'pipe'] });
  }

  async launch() {
    this.child = this.spawn();
    running.add(this);
    this.output = '';
    this.asked = new Map();
    this.number = 0;
    let rest = '';
    this.child.stdout.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith('pilot ')) this.heard(JSON.parse(line.slice('pilot '.length)));
        else this.output += `${line}\n`;
      }
    });
    this.child.stderr.setEncoding('utf8').on('data', (chunk) => { this.output += chunk; });
    this.child.stdin.on('error', () => {}); // it was killed; `exited` says so
    this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => {
      running.delete(this);
      for (const { reject } of this.asked.values()) reject(new Error(`The console ended (${code ?? signal}):\n${this.output}`));
      this.asked.clear();
      resolve({ code, signal });
    }));
    await this.until((seen) => 'mainWindow' in seen.texts, 'the window');
  }

  heard({ id, problem, ...answer }) {
    const { resolve, reject } = this.asked.get(id);
    this.asked.delete(id);
    if (problem) reject(new Error(problem));
    else resolve(answer);
  }

  /** The console's window answers within `answerWithinMs`, or it has frozen. */
  ask(what, values = {}) {
    const id = this.number += 1;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The console does not answer '${what}':\n${this.output}`)), answerWithinMs);
      const settled = (act) => (value) => {
        clearTimeout(timer);
        act(value);
      };
      this.asked.set(id, { resolve: settled(resolve), reject: settled(reject) });
      this.child.stdin.write(`${JSON.stringify({ ...values, id, do: what })}\n`);
    });
  }

  /** \return `{texts, lists}` by name of widget, `labels`, the name of what has the `focus`, whether it is `minimised` */
  see = () => this.ask('see');
  click = (name) => this.ask('click', { name });
  choose = (name, text) => this.ask('clickItem', { name, text });
  type = (text) => this.ask('type', { text });
  press = (keys) => this.ask('press', { keys });
  paste = (text) => this.ask('paste', { text });
  minimise = () => this.ask('minimise', { name: 'mainWindow' });
  resize = (width, height) => this.ask('resize', { name: 'mainWindow', width, height });
  grab = (file) => this.ask('grab', { name: 'mainWindow', file });

  async write(text) {
    await this.type(text);
    await this.press('Return');
  }

  /** Looks until \a holds says so of what it sees, and returns that. */
  async until(holds, what, withinMs = answerWithinMs) {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const seen = await this.see();
      if (holds(seen)) return seen;
      if (Date.now() > deadline) throw new Error(`The console never shows ${what}. It shows ${JSON.stringify(seen, null, 1)}\n${this.output}`);
      await new Promise((resolve) => { setTimeout(resolve, lookEveryMs); });
    }
  }

  /** Opens the session in whose row \a text stands, once it is there. */
  async open(text) {
    await this.until((seen) => seen.lists.sessionList?.some((row) => row.includes(text)), `a session with '${text}'`);
    await this.choose('sessionList', text);
    await this.until((seen) => 'composerField' in seen.texts, 'the composer');
    await this.click('composerField');
  }

  /** The rows of the open conversation: `{who, text, tick, problem}`. */
  async rows() {
    return ((await this.see()).lists.conversation ?? []).map(readRow);
  }

  async texts() {
    return (await this.rows()).map((row) => row.text);
  }

  untilRows(holds, what, withinMs) {
    return this.until((seen) => holds((seen.lists.conversation ?? []).map(readRow)), what, withinMs);
  }

  shows(text) {
    return this.untilRows((rows) => rows.some((row) => row.text === text), `'${text}'`);
  }

  /** Until it shows \a count messages, none of which waits. */
  settled(count, withinMs = 45_000) {
    return this.untilRows((rows) => rows.length === count && rows.every(({ tick }) => tick !== 'Waiting to be sent' && tick !== 'Not sent'), `${count} sent messages`, withinMs);
  }

  online() {
    return this.until((seen) => !('connectionBar' in seen.texts) && seen.texts.connectionWord === 'Online', 'that it is online', 45_000);
  }

  offline() {
    return this.until((seen) => 'connectionBar' in seen.texts, 'that it is offline');
  }

  /** Until \a text is in the outbox's file, and not only on the screen. */
  async untilKept(text) {
    const folder = join(this.dataDir, 'console');
    const files = () => readdirSync(folder, { recursive: true }).filter((name) => /outbox\.db(-wal)?$/.test(name));
    await this.until(() => files().some((name) => readFileSync(join(folder, name)).includes(text)), `that '${text}' is kept`);
  }

  /** kill -9 */
  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM. \return `{code, signal}` */
  async stop() {
    if (!running.has(this)) return this.exited;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stopWithinMs);
    const end = await this.exited;
    clearTimeout(timer);
    return end;
  }
}
