// What a right polling client never sends to the product itself: each costs its session at most, and tells nobody
// anything. The rules one by one are in engineio.test.mjs.

import assert from 'node:assert/strict';
import test, { after, afterEach, before } from 'node:test';

import { ChatClient } from './lib/chat.mjs';
import { RawSocket } from './lib/raw.mjs';
import { mint, request, Server } from './lib/server.mjs';

const options = { timeout: 30_000 };
const maxPayload = 50_000;
const allowedOrigin = 'https://shop.example';
const token = mint({ sub: 'tech-1', role: 'technician' });
const client = mint({ sub: 'client-1', role: 'client' });
const path = '/socket.io/?EIO=4&transport=polling';
const unknown = { code: 1, message: 'Session ID unknown' };

let server;
let healthy;
before(async () => {
  server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'max-payload-bytes': maxPayload, 'cors-origins': allowedOrigin, 'body-timeout': 1 } });
  healthy = await ChatClient.join(server, token, 'healthy');
});
after(async () => {
  healthy.leave();
  await server.stop();
});
afterEach(async () => {
  assert.equal((await healthy.ask('get_online_users', { session_id: 'healthy' })).ok, true);
  assert.ok(server.alive, server.output);
});

async function text(target, method = 'GET', body, headers = {}) {
  const answer = await fetch(`${server.url}${target}`, { method, body, headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

async function open(headers = {}) {
  const answer = await text(path, 'GET', undefined, headers);
  assert.equal(answer.status, 200, answer.text);
  return `${path}&sid=${JSON.parse(answer.text.slice(1)).sid}`;
}

async function connected() {
  const target = await open();
  assert.equal((await text(target, 'POST', `40{"token":"${client}"}`)).text, 'ok');
  const reply = await text(target);
  assert.match(reply.text, /^40\{"sid":/);
  return target;
}

async function assertGone(target) {
  const answer = await text(target);
  assert.deepEqual([answer.status, JSON.parse(answer.text)], [400, unknown]);
}

test('the sid of Socket.IO is none of Engine.IO', options, async () => {
  const target = await open();
  await text(target, 'POST', `40{"token":"${client}"}`);
  const { sid } = JSON.parse((await text(target)).text.slice(2));
  assert.ok(!target.includes(sid));
  await assertGone(`${path}&sid=${sid}`);
});

test('a sid with a letter changed', options, async () => {
  const target = await connected();
  const last = target.at(-1) === 'A' ? 'B' : 'A';
  await assertGone(target.slice(0, -1) + last);
  assert.equal((await text(target, 'POST', '41')).text, 'ok');
});

test('a page of a foreign origin cannot use a sid that it has learnt', options, async () => {
  const target = await connected();
  for (const method of ['GET', 'POST']) {
    const answer = await text(target, method, method === 'POST' ? '41' : undefined, { origin: 'https://evil.example' });
    assert.deepEqual([answer.status, JSON.parse(answer.text)], [403, { code: 4, message: 'Forbidden' }]);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  }
  assert.equal((await text(target, 'POST', '41', { origin: allowedOrigin })).headers.get('access-control-allow-origin'), allowedOrigin);
});

test('a poll beside a poll', options, async () => {
  const target = await connected();
  const answers = await Promise.all([text(target), text(target)]);
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 400]);
  assert.equal(answers.find((answer) => answer.status === 200).text, '1');
  await assertGone(target);
});

test('a payload of a byte too many', options, async () => {
  const target = await connected();
  const answer = await text(target, 'POST', '4'.padEnd(maxPayload + 1, 'x'));
  assert.deepEqual([answer.status, answer.text], [413, '']);
  assert.equal((await text(target, 'POST', '421["typing_stop",{"session_id":"nothing"}]')).text, 'ok');
  assert.match((await text(target)).text, /^431\[\{"ok":/);
});

test('half a POST, and no more of it', options, async () => {
  const target = await connected();
  const raw = await RawSocket.connect(server);
  raw.write(`POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n42["typing_`);
  assert.equal((await raw.answer()).status, 408);
  await raw.gone();
  await assertGone(target);
});

for (const [what, payload] of [
  ['garbage', 'garbage'],
  ['100,000 empty packets', '\x1e'.repeat(40_000)],
  ['bytes that are not UTF-8', Buffer.from([0x34, 0x32, 0x5b, 0x22, 0xff, 0x22, 0x5d])],
  ['a ping', '2'],
]) {
  test(what, options, async () => {
    const target = await connected();
    assert.equal((await text(target, 'POST', payload)).status, 400);
    await assertGone(target);
  });
}

test('broken Socket.IO in a payload', options, async () => {
  const target = await connected();
  assert.equal((await text(target, 'POST', '42{}')).text, 'ok');
  assert.equal((await text(target)).text, '1');
  await assertGone(target);
});

test('thousands of sessions that are left alone', options, async () => {
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let i = 0; i < 250; ++i) await open();
  }));
  assert.equal((await request(server, '/health')).status, 200);
});
