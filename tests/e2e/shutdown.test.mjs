// SIGTERM: members hear 1001, what was sent is committed, and the process ends well within its five seconds.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import test from 'node:test';

import { RoomClient } from './lib/room.mjs';
import { mint, Server, wholeHistory } from './lib/server.mjs';

const technician = mint({ sub: 'tech-ops-1', role: 'technician' });

test('an orderly end: 1001 to everybody, everything acknowledged kept, exit code 0', { timeout: 40_000 }, async () => {
  const server = await Server.start({ flags: { 'rate-messages': 0 } });
  const writer = await RoomClient.join(server, 'ending', technician);
  const reader = await RoomClient.join(server, 'ending', mint({ sub: 'tech-ops-2', role: 'technician' }));
  const idle = net.connect(server.port, '127.0.0.1'); // an HTTP connection that asks nothing must not hold it up
  await new Promise((resolve) => idle.once('connect', resolve));
  const idleGone = new Promise((resolve) => idle.once('close', resolve));
  idle.on('error', () => {});

  const ids = Array.from({ length: 400 }, () => randomUUID());
  ids.forEach((id, index) => writer.send({ text: `Mesazhi ${index}`, client_msg_id: id }));
  await writer.waitFor((frame) => frame.type === 'message', 'the first acknowledgement');
  const from = Date.now();
  const end = await server.stop();
  assert.deepEqual(end, { code: 0, signal: null }, server.output);
  assert.ok(Date.now() - from < 5_000, `it took ${Date.now() - from} ms`);
  assert.equal((await writer.end()).code, 1001);
  assert.equal((await reader.end()).code, 1001);
  await idleGone;

  const acknowledged = writer.messages.map((message) => message.client_msg_id);
  await server.launch();
  const kept = await wholeHistory(server, technician, 'ending');
  assert.deepEqual(kept.map((message) => message.seq), kept.map((_, index) => index + 1));
  assert.deepEqual(kept.map((message) => message.client_msg_id), ids.slice(0, kept.length), 'kept in order, without a hole');
  assert.ok(kept.length >= acknowledged.length);
  assert.deepEqual(kept.slice(0, acknowledged.length).map((message) => message.client_msg_id), acknowledged);
  await server.stop();
});

test('SIGINT ends it too, and twice is no worse than once', { timeout: 20_000 }, async () => {
  const server = await Server.start();
  server.child.kill('SIGINT');
  server.child.kill('SIGINT');
  assert.deepEqual(await server.exited, { code: 0, signal: null }, server.output);
});
