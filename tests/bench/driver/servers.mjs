import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bench = dirname(dirname(fileURLToPath(import.meta.url)));
const startLimitMs = 20_000;
const stopLimitMs = 8_000;

/** How each server under test is started, by name. \a build is the folder of the release build. */
function commands(build, port, folder) {
  const peer = ['node', join(bench, 'peer', 'server.mjs'), '--port', port, '--data-dir', folder];
  return {
    ours: [join(build, 'app', 'server', 'ultracom-server'), 'serve', '--port', port, '--host', '127.0.0.1',
      '--data-dir', folder, '--rate-messages', '0', '--rate-connects', '0', '--max-connections', '30000'],
    peer,
    gather: [...peer, '--gather'],
    limit: [join(build, 'tests', 'bench', 'bench-limit'), port],
  };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });
}

function isListening(port) {
  return new Promise((resolve) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1' });
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** A server under test: own process, own temporary data folder, own port, log in a file. */
export class RunningServer {
  static async start(name, build) {
    const server = new RunningServer();
    server.name = name;
    server.folder = mkdtempSync(join(tmpdir(), 'ultracom-bench-'));
    server.port = await freePort();
    server.secret = randomBytes(32).toString('hex');
    const [program, ...args] = commands(build, server.port, server.folder)[name];
    server.logFile = join(server.folder, 'log');
    const log = openSync(server.logFile, 'w');
    // The shell only raises the limit of open files and becomes the program, so the pid is the program's.
    server.process = spawn('bash', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'bash', program, ...args], {
      env: { ...process.env, JWT_SECRET: server.secret }, cwd: server.folder, stdio: ['ignore', log, log],
    });
    closeSync(log);
    server.ended = new Promise((resolve) => { server.process.once('exit', resolve); });
    await server.waitUntilListening();
    return server;
  }

  get pid() { return this.process.pid; }
  get log() { return readFileSync(this.logFile, 'utf8'); }

  async waitUntilListening() {
    const deadline = Date.now() + startLimitMs;
    while (!(await isListening(this.port))) {
      if (this.process.exitCode !== null || Date.now() > deadline) {
        const log = this.log;
        await this.stop();
        throw new Error(`${this.name} did not start:\n${log}`);
      }
      await pause(20);
    }
  }

  async stop() {
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), stopLimitMs);
    if (this.process.exitCode === null && this.process.signalCode === null) await this.ended;
    clearTimeout(timer);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs the load generator once. \return its figures. Throws if a delivery was wrong or it could not run. */
export function runLoad(build, server, args) {
  const program = join(build, 'tests', 'bench', 'bench-load');
  const all = [...args, '--port', server.port, '--pid', String(server.pid)];
  return new Promise((resolve, reject) => {
    const load = spawn('bash', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$@"', 'bash', program, ...all], {
      env: { ...process.env, JWT_SECRET: server.secret }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let errors = '';
    load.stdout.on('data', (data) => { out += data; });
    load.stderr.on('data', (data) => { errors += data; });
    load.once('close', (code) => {
      if (code === 0) return resolve(JSON.parse(out));
      const tail = server.log.split('\n').slice(-15).join('\n');
      reject(new Error(`bench-load ${all.join(' ')} against ${server.name} ended with ${code}: ${errors}${tail}`));
    });
  });
}
