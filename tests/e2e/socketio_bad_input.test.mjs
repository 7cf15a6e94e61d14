// What a right client never sends: handshakes, packets and frames that break the protocol. Each is refused in the
// protocol's own words, and costs nobody else anything.

import assert from 'node:assert/strict';
import test, { after, afterEach, before } from 'node:test';

import { BareClient, ChatClient } from './lib/chat.mjs';
import { mint, request, Server } from './lib/server.mjs';

const options = { timeout: 20_000 };
const token = mint({ sub: 'tech-1', role: 'technician' });
const allowedOrigin = 'https://shop.example';

let server;
let healthy;
before(async () => {
  server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'max-payload-bytes': 50_000, 'cors-origins': allowedOrigin, 'ping-interval': 1, 'ping-timeout': 1 } });
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

// ---- Handshakes

/** [what, method, query, status, code, message] of plain HTTP */
const plain = [
  ['no transport', 'GET', 'EIO=4', 400, 0, 'Transport unknown'],
  ['a transport unheard of', 'GET', 'EIO=4&transport=pigeon', 400, 0, 'Transport unknown'],
  ['a session unheard of', 'GET', 'EIO=4&transport=websocket&sid=abc', 400, 1, 'Session ID unknown'],
  ['POST without a session', 'POST', 'EIO=4&transport=websocket', 400, 2, 'Bad handshake method'],
  ['a WebSocket without an upgrade', 'GET', 'EIO=4&transport=websocket', 400, 3, 'Bad request'],
];
for (const [what, method, query, status, code, message] of plain) {
  test(`HTTP: ${what}`, options, async () => {
    for (const path of ['/socket.io/', '/socket.io', '/socket.io/more/of/it']) {
      const answer = await request(server, `${path}?${query}`, { method, headers: { origin: allowedOrigin } });
      assert.equal(answer.status, status);
      assert.deepEqual(answer.body, { code, message });
      assert.equal(answer.headers.get('access-control-allow-origin'), allowedOrigin, 'scripts cannot read it');
    }
  });
}

test('HTTP: a page of a foreign origin', options, async () => {
  const answer = await request(server, '/socket.io/?EIO=4&transport=websocket', { headers: { origin: 'https://evil.example' } });
  assert.deepEqual([answer.status, answer.body], [403, { code: 4, message: 'Forbidden' }]);
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
});

test('HTTP: a preflight', options, async () => {
  const headers = { origin: allowedOrigin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-auth-token' };
  const answer = await request(server, '/socket.io/?EIO=4&transport=polling', { method: 'OPTIONS', headers });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('access-control-allow-origin'), allowedOrigin);
  assert.equal(answer.headers.get('access-control-allow-headers'), 'x-auth-token');
  assert.match(answer.headers.get('access-control-allow-methods'), /GET.*POST/);
});

/** [what, query, options, status, message] of a refused upgrade */
const upgrades = [
  ['polling', 'EIO=4&transport=polling', {}, 400, 'Bad request'],
  ['a session unheard of', 'EIO=4&transport=websocket&sid=abc', {}, 400, 'Session ID unknown'],
  ['a protocol of old', 'EIO=3&transport=websocket', {}, 400, 'Unsupported protocol version'],
  ['no version', 'transport=websocket', {}, 400, 'Unsupported protocol version'],
  ['a page of a foreign origin', 'EIO=4&transport=websocket', { origin: 'https://evil.example' }, 403, 'Forbidden'],
];
for (const [what, query, more, status, message] of upgrades) {
  test(`upgrade: ${what}`, options, async () => {
    const ended = await new BareClient(server, query, more).end();
    assert.deepEqual([ended.status, ended.body], [status, message]);
    assert.match(ended.type, /^text\/html/);
  });
}

test('upgrade: with and without the last slash, from pages that may', options, async () => {
  for (const more of [{ path: '/socket.io' }, { path: '/socket.io/' }, { path: '/socket.io/x' }, { origin: allowedOrigin }, { origin: server.url }]) {
    const client = new BareClient(server, undefined, more);
    const { sid, ...open } = JSON.parse((await client.packet((packet) => packet.startsWith('0'))).slice(1));
    assert.match(sid, /^[\w-]{20}$/);
    assert.deepEqual(open, { upgrades: [], pingInterval: 1000, pingTimeout: 1000, maxPayload: 50_000 });
    client.leave();
  }
});

// ---- Packets

const binary = Buffer.from([1, 2, 3]);
/** [what, packets that follow the open packet, close code] before any namespace is connected */
const early = [
  ['a type unheard of', ['9'], 1008],
  ['an empty packet', [''], 1008],
  ['a ping', ['2'], 1008],
  ['a probe', ['2probe'], 1008],
  ['a close', ['1'], 1000],
  ['an event before a namespace', ['42["join_session",{"session_id":"a"}]'], 1008],
  ['an ack before a namespace', ['430[]'], 1008],
  ['a disconnect before a namespace', ['41'], 1008],
  ['a connect with an array', ['40[]'], 1008],
  ['a connect with text', ['40hello'], 1008],
  ['a Socket.IO type unheard of', ['49'], 1008],
  ['binary', [binary], 1008],
  ['attachments', ['451-["a",{"_placeholder":true,"num":0}]', binary], 1008],
];
/** the same, in `/` */
const late = [
  ['a second connect', [`40${JSON.stringify({ token })}`], 1008],
  ['an event that is no array', ['42{}'], 1008],
  ['an event of nothing', ['42[]'], 1008],
  ['a reserved name', ['42["disconnect"]'], 1008],
  ['broken JSON', ['42["a",'], 1008],
  ['JSON nested without end', [`42["a",${'['.repeat(40_000)}`], 1008],
  ['an event in another namespace', ['42/admin,["a",{}]'], 1008],
  ['a connect error', ['44{"message":"no"}'], 1008],
  ['a surplus attachment', ['451-["a",{"_placeholder":true,"num":0}]', binary, binary], 1008],
  ['text in place of an attachment', ['452-["a"]', binary, '42["a"]'], 1008],
  ['a placeholder of no attachment', ['451-["a",{"_placeholder":true,"num":1}]'], 1008],
  ['an ack id of 10^30', [`421${'0'.repeat(30)}["a"]`], 1008],
  ['a namespace without end', [`40/${'n'.repeat(40_000)}`], 1008],
  ['too many attachments', ['4511-["a"]'], 1008],
  ['binary out of nowhere', [binary], 1008],
  ['a packet over the limit', [`42["a","${'x'.repeat(50_000)}"]`], 1009],
];
for (const [what, packets, code] of early) {
  test(`before a namespace: ${what}`, options, async () => {
    const client = new BareClient(server);
    await client.packet((packet) => packet.startsWith('0'));
    packets.forEach((packet) => client.say(packet));
    assert.equal((await client.end()).code, code);
  });
}
for (const [what, packets, code] of late) {
  test(`in the namespace: ${what}`, options, async () => {
    const client = await BareClient.connect(server, token);
    packets.forEach((packet) => client.say(packet));
    const ended = await client.end();
    assert.equal(ended.code, code, ended.reason);
  });
}

test('a namespace unheard of leaves the connection as it is', options, async () => {
  const client = await BareClient.connect(server, token);
  client.say('40/random,{}');
  await client.packet((packet) => packet === '44/random,{"message":"Invalid namespace"}');
  client.say('40/custom');
  await client.packet((packet) => packet === '44/custom,{"message":"Invalid namespace"}');
  client.say('420["get_online_users",{"session_id":"healthy"}]');
  await client.packet((packet) => packet.startsWith('430[{"ok":true'));
  client.leave();
});

test('what means nothing is passed over: noop, upgrade, a stray pong, an unknown ack', options, async () => {
  const client = await BareClient.connect(server, token);
  for (const packet of ['6', '5', '3', '4399[true]', '437[]']) client.say(packet);
  client.say('427["get_online_users",{"session_id":"healthy"}]');
  assert.match(await client.packet((packet) => packet.startsWith('43')), /^437\[\{"ok":true,"session_id":"[^"]+","users":\["tech-1"\],"count":1\}\]$/);
  client.leave();
});

test('a disconnect leaves its sessions; the transport stays, and another connect comes in', options, async () => {
  const client = await BareClient.connect(server, mint({ sub: 'tech-2', role: 'technician' }));
  client.say('421["join_session",{"session_id":"healthy"}]');
  await client.packet((packet) => packet.startsWith('431[{"ok":true'));
  client.say('41');
  client.say(`40${JSON.stringify({ token })}`);
  await client.packet((packet) => packet.startsWith('40') && packet !== client.packets.find((other) => other.startsWith('40')));
  assert.equal((await healthy.waitFor('user_left', undefined, { withinMs: 12_000 })).user_id, 'tech-2');
  client.leave();
});

test('a thousand joins at once, of rooms that are there, are not, and may not be', options, async () => {
  const stranger = await ChatClient.connect(server, mint({ sub: 'stranger', role: 'client', rooms: ['mine-*'] }));
  const ask = (i) => stranger.ask('join_session', { session_id: ['healthy', `nowhere-${i}`, `mine-${i % 7}`, 'a b'][i % 4] });
  const answers = await Promise.all(Array.from({ length: 1000 }, (_, i) => ask(i)));
  const { message } = answers[0];
  answers.forEach((answer, i) => {
    if (i % 4 < 2) assert.deepEqual(answer, { ok: false, error: 'forbidden', message }, 'what is there and what is not must look alike');
    else assert.equal(answer.error, i % 4 === 2 ? undefined : 'bad_request');
  });
  stranger.leave();
});

test('whoever does not answer a ping is let go', options, async () => {
  const client = await BareClient.connect(server, token);
  const started = Date.now();
  await client.packet((packet) => packet === '2');
  const ended = await client.end();
  assert.equal(ended.code, 1008);
  assert.ok(Date.now() - started < 4_000, 'it took too long');
});

test('too many packets of any kind', options, async () => {
  const strict = await Server.start({ flags: { 'rate-messages': '1/2' } });
  const client = await BareClient.connect(strict, token);
  for (let i = 0; i < 40; i += 1) client.say('3');
  assert.equal((await client.end()).code, 4429);
  await strict.stop();
});
