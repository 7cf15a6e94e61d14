// One conformance_server process of a test's own, and clients that speak Engine.IO by hand.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

import WebSocket from 'ws';

import { cleanEnvironment } from './server.mjs';

const binary = process.env.ULTRACOM_CONFORMANCE;
if (!binary) throw new Error('ULTRACOM_CONFORMANCE must name the conformance_server program.');

/** What the server is set to. */
export const pingInterval = 300;
export const pingTimeout = 200;
export const maxPayload = 1_000_000;
export const connectTimeout = 1000;

export class ConformanceServer {
  static async start(shards) {
    const server = new ConformanceServer();
    server.child = spawn(binary, ['--port', '0', '--shards', String(shards)], { env: cleanEnvironment({}), stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => server.child.kill('SIGKILL'));
    for await (const line of createInterface({ input: server.child.stdout })) {
      const match = /^listening on port (\d+)$/.exec(line);
      if (!match) throw new Error(line);
      server.port = Number(match[1]);
      break;
    }
    return server;
  }

  get alive() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop() {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGKILL'); // it has nothing to lose
    await exited;
  }
}

/** One request on a connection of its own. Rejects if it is broken off. */
export function ask(port, target, { method = 'GET', headers = {}, body, signal } = {}) {
  return new Promise((resolve, reject) => {
    const sent = http.request({ host: '127.0.0.1', port, path: target, method, headers, agent: false, signal }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A long-polling client; `path` is `/engine.io/` or `/socket.io/`. */
export class Polling {
  static async open(server, path = '/engine.io/') {
    const polling = new Polling();
    Object.assign(polling, { port: server.port, path });
    const answer = await polling.get();
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
    polling.handshake = JSON.parse(answer.text.slice(1));
    polling.sid = polling.handshake.sid;
    return polling;
  }

  get target() {
    return `${this.path}?EIO=4&transport=polling${this.sid ? `&sid=${this.sid}` : ''}`;
  }

  get(options) {
    return ask(this.port, this.target, options);
  }

  post(body, options = {}) {
    return ask(this.port, this.target, { method: 'POST', body, ...options, headers: { 'content-type': 'text/plain;charset=UTF-8', ...options.headers } });
  }

  /** The packets of the next answer that brings any but pings, which are answered. */
  async packets() {
    for (;;) {
      const packets = (await this.get()).text.split('\x1e');
      if (packets.includes('2')) await this.post('3');
      const others = packets.filter((packet) => packet !== '2');
      if (others.length > 0) return others;
    }
  }

  /** A POST that says it has `length` bytes and sends `part`. */
  async half(part, length) {
    const socket = net.connect(this.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST ${this.target} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n${part}`);
    return socket;
  }
}

/** A WebSocket whose messages wait to be taken, in order. */
export class Socket {
  static connect(server, target, headers = {}) {
    const socket = new Socket();
    socket.messages = [];
    socket.waiting = [];
    socket.webSocket = new WebSocket(`ws://127.0.0.1:${server.port}${target}`, { headers });
    socket.webSocket.on('message', (data, isBinary) => socket.take(isBinary ? data : data.toString()));
    socket.closed = new Promise((resolve) => socket.webSocket.on('close', (code) => resolve(code)));
    socket.opened = new Promise((resolve, reject) => {
      socket.webSocket.on('open', () => resolve(socket));
      socket.webSocket.on('unexpected-response', (_, response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => reject(Object.assign(new Error('refused'), { status: response.statusCode, type: response.headers['content-type'], text: Buffer.concat(chunks).toString() })));
      });
      socket.webSocket.on('error', reject);
    });
    socket.opened.catch(() => {});
    return socket.opened;
  }

  take(message) {
    if (message === '2' && this.answersPings) return this.send('3');
    const waiting = this.waiting.shift();
    if (waiting) waiting(message);
    else this.messages.push(message);
  }

  next() {
    if (this.messages.length > 0) return Promise.resolve(this.messages.shift());
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  send(message) {
    this.webSocket.send(message);
  }

  /** Whether nothing comes for so long. */
  async isQuiet(milliseconds) {
    await sleep(milliseconds);
    return this.messages.length === 0;
  }

  close() {
    this.webSocket.terminate();
  }
}
