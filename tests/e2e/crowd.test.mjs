// Too many: connections beyond the limit, and more in a second from one address than it may open.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import net from 'node:net';
import test from 'node:test';

import { RawSocket, upgradeHead } from './lib/raw.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, Server } from './lib/server.mjs';

const technician = mint({ sub: 'tech-ops-1', role: 'technician' });
const descriptors = Number(execFileSync('sh', ['-c', 'ulimit -n']).toString().replace('unlimited', '1000000'));

/**
 * Opens many, some hundred at a time, from several addresses in turn (the kernel is slow to find the ten thousandth
 * free port of one address). Each becomes `open`, or `closed` by the server, whatever it said before.
 */
class Crowd {
  constructor(server, addresses) {
    Object.assign(this, { server, addresses, sockets: [], open: 0, closed: 0, answers: new Map() });
  }

  one(bytes) {
    return new Promise((resolve) => {
      const socket = net.connect({ port: this.server.port, host: '127.0.0.1', localAddress: this.addresses[this.sockets.length % this.addresses.length] });
      this.sockets.push(socket);
      socket.once('connect', () => {
        this.open += 1;
        socket.write(bytes());
      });
      socket.once('data', (data) => {
        const status = data.toString('latin1', 9, 12);
        this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
        socket.setTimeout(0);
        resolve();
      });
      socket.on('error', () => {});
      socket.once('close', () => {
        this.closed += 1;
        resolve();
      });
      socket.setTimeout(20_000, () => socket.destroy());
    });
  }

  async add(count, bytes, atOnce = 400) {
    for (let done = 0; done < count; done += atOnce) {
      await Promise.all(Array.from({ length: Math.min(atOnce, count - done) }, () => this.one(bytes)));
    }
  }

  answered(status) {
    return this.answers.get(String(status)) ?? 0;
  }

  leave() {
    this.sockets.forEach((socket) => socket.destroy());
  }
}

async function limitHolds(limit, t) {
  const server = await Server.start({ flags: { 'max-connections': limit, 'rate-connects': 0, 'ping-interval': 3600 } });
  const healthy = await RoomClient.join(server, 'healthy', technician);
  const crowd = new Crowd(server, Array.from({ length: 40 }, (_, index) => `127.0.1.${index + 1}`));
  const from = Date.now();
  await crowd.add(limit - 1, () => upgradeHead('crowd', technician));
  t.diagnostic(`${limit} connections in ${Date.now() - from} ms`);
  assert.equal(crowd.answered(101), limit - 1);
  const beyond = new Crowd(server, ['127.0.0.3']);
  await beyond.add(20, () => upgradeHead('crowd', technician));
  assert.equal(beyond.answered(101), 0, 'one over the limit was let in');
  await healthy.ping();
  assert.equal((await healthy.ask({ text: 'still here' }, 'message')).text, 'still here');
  crowd.leave();
  beyond.leave();
  for (let tries = 0; ; tries += 1) { // the places are free again once the server has seen them go
    const answer = await request(server, '/health').catch(() => null);
    if (answer?.status === 200 && answer.body.chat_socket.active_connections === 1) break;
    assert.ok(tries < 200, 'the places of those who went were not given back');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await healthy.ping();
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
}

test('connections over MAX_CONNECTIONS are refused; those that are there go on', { timeout: 60_000 }, (t) => limitHolds(200, t));

// Where fewer files and sockets may be open (ulimit -n) than the product's own limit needs: as many as go.
const many = Math.min(20_000, descriptors - 300);
test(`${many + 1} connections`, { timeout: 120_000 }, (t) => limitHolds(many, t));

test('10,000 connections from one address in a second: that address waits, the others do not', { timeout: 90_000 }, async (t) => {
  const server = await Server.start({ flags: { 'rate-connects': '20/200' } });
  const healthy = await RoomClient.join(server, 'healthy', technician);
  const crowd = new Crowd(server, ['127.0.0.2']);
  const from = Date.now();
  const flood = crowd.add(10_000, () => upgradeHead('crowd', technician), 200);
  let over = false;
  flood.then(() => (over = true));
  let slowest = 0;
  while (!over) {
    const asked = Date.now();
    await healthy.ping();
    assert.equal((await request(server, '/health')).status, 200);
    slowest = Math.max(slowest, Date.now() - asked);
  }
  const seconds = (Date.now() - from) / 1000;
  t.diagnostic(`${crowd.sockets.length} in ${seconds.toFixed(1)} s, ${crowd.answered(101)} let in, slowest answer to others ${slowest} ms`);
  assert.ok(crowd.answered(101) >= 200, 'the burst is allowed');
  assert.ok(crowd.answered(101) <= 200 + 20 * (seconds + 1) + 1, `${crowd.answered(101)} were let in`);
  assert.ok(slowest < 3_000, `others waited ${slowest} ms`);
  const other = await RoomClient.join(server, 'healthy', technician, { localAddress: '127.0.0.3' });
  await other.ping();
  crowd.leave();
  other.leave();
  const raw = await RawSocket.connect(server, { localAddress: '127.0.0.4' });
  raw.destroy();
  await server.stop();
});
