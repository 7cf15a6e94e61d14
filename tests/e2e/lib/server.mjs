// One ultracom-server process of a test's own: own data folder, a port that the system chooses, ended by its pid.

import { execFile, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';

const startWithinMs = 20_000;
const stopWithinMs = 10_000;

export const secret = 'an-end-to-end-secret-of-more-than-32-bytes';

const binary = process.env.ULTRACOM_SERVER;
if (!binary) throw new Error('ULTRACOM_SERVER must name the ultracom-server program.');

/** The tests' own surroundings only: no setting of the person who runs them reaches the server. */
export function cleanEnvironment(extra) {
  const kept = ['PATH', 'HOME', 'LD_LIBRARY_PATH', 'LANG', 'TMPDIR', 'ASAN_OPTIONS', 'UBSAN_OPTIONS', 'TSAN_OPTIONS', 'LSAN_OPTIONS'];
  return { ...Object.fromEntries(kept.filter((name) => process.env[name]).map((name) => [name, process.env[name]])), ...extra };
}

const folders = [];
process.on('exit', () => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

export function temporaryFolder() {
  folders.push(mkdtempSync(join(tmpdir(), 'ultracom-e2e-')));
  return folders.at(-1);
}

const running = new Set();
if (process.argv[1]?.endsWith('.test.mjs')) after(() => Promise.all([...running].map((server) => server.stop()))); // what a failed test left running
process.on('exit', () => running.forEach((server) => server.child.kill('SIGKILL')));

export class Server {
  /**
   * \param flags  settings by flag name: `{'allow-visitors': 1}`
   * \param env    environment; JWT_SECRET is `secret` unless given or `null`
   * \param cwd    where a `.env` would be read
   */
  static async start({ flags = {}, env = {}, cwd, dataDir } = {}) {
    const server = new Server();
    server.dataDir = dataDir ?? temporaryFolder();
    server.cwd = cwd ?? server.dataDir;
    server.flags = { port: 0, host: '127.0.0.1', 'data-dir': server.dataDir, ...flags };
    server.env = { JWT_SECRET: secret, ...env };
    for (const [name, value] of Object.entries(server.env)) if (value === null) delete server.env[name];
    await server.launch();
    return server;
  }

  async launch() {
    const flags = Object.entries(this.flags).filter(([, value]) => value !== null);
    const args = ['serve', ...flags.flatMap(([name, value]) => [`--${name}`, String(value)])];
    this.child = spawn(binary, args, { cwd: this.cwd, env: cleanEnvironment(this.env), stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    running.add(this);
    this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => {
      running.delete(this);
      resolve({ code, signal });
    }));
    this.port = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The server did not start:\n${this.output}`)), startWithinMs);
      const heard = (chunk) => {
        this.output += chunk;
        const match = /Customers:\s+https?:\/\/[^\s/]*:(\d+)\//.exec(this.output);
        if (!match) return;
        clearTimeout(timer);
        resolve(Number(match[1]));
      };
      this.child.stdout.setEncoding('utf8').on('data', heard);
      this.child.stderr.setEncoding('utf8').on('data', heard);
      this.exited.then(({ code, signal }) => reject(new Error(`The server ended (${code ?? signal}):\n${this.output}`)));
    });
    this.flags.port = this.port;
  }

  get url() {
    return `http://127.0.0.1:${this.port}`;
  }

  get pid() {
    return this.child.pid;
  }

  get alive() {
    return running.has(this);
  }

  /** kill -9 */
  async kill() {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** SIGTERM. \return `{code, signal}` */
  async stop() {
    if (!this.alive) return this.exited;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), stopWithinMs);
    const end = await this.exited;
    clearTimeout(timer);
    return end;
  }

  /** What `ultracom-server token` prints for this server. */
  async token(...args) {
    const run = promisify(execFile);
    const { stdout } = await run(binary, ['token', '--data-dir', this.dataDir, ...args], { cwd: this.cwd, env: cleanEnvironment(this.env) });
    return stdout.trim();
  }
}

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT as PyJWT would make it, by other code than the server's. */
export function mint(claims, { key = secret, header = { alg: 'HS256', typ: 'JWT' } } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const body = `${part(header)}.${part({ iat: now, exp: now + 3600, ...claims })}`;
  return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
}

/** \return `{status, body}`; the body is parsed if it is JSON. */
export async function request(server, path, { token, method = 'GET', json, headers = {}, body } = {}) {
  const all = { ...headers };
  if (token) all['x-auth-token'] = token;
  if (json !== undefined) all['content-type'] ??= 'application/json';
  const response = await fetch(server.url + path, { method, headers: all, body: json !== undefined ? JSON.stringify(json) : body, signal: AbortSignal.timeout(15_000) });
  const text = await response.text();
  let parsed = text;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not every answer is JSON: the page is not.
  }
  return { status: response.status, body: parsed, headers: response.headers };
}

export const send = (server, token, message) => request(server, '/chat/send', { token, method: 'POST', json: message });

/** The whole history of a room, page by page. */
export async function wholeHistory(server, token, room) {
  const all = [];
  for (;;) {
    const after = all.at(-1)?.id ?? 0;
    const { status, body } = await request(server, `/chat/history?room=${encodeURIComponent(room)}&limit=200&after=${after}`, { token });
    if (status !== 200) throw new Error(`history of ${room}: ${status} ${JSON.stringify(body)}`);
    all.push(...body);
    if (body.length < 200) return all;
  }
}
