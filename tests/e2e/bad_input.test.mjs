// Bad input gets a clear error and costs nobody else anything: after each, a connection that was open before still
// works, a new request is served, and the process is the same one.

import assert from 'node:assert/strict';
import test, { after, afterEach, before } from 'node:test';

import { head, RawSocket, rawWebSocket, upgradeHead, wsFrame } from './lib/raw.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const technician = mint({ sub: 'tech-ops-1', role: 'technician' });
const limits = { 'header-timeout': 1, 'body-timeout': 1, 'rate-messages': 0, 'rate-connects': 0, 'max-payload-bytes': 100_000, 'allow-visitors': 1 };
const options = { timeout: 20_000 };
const mib = 1 << 20;

let server;
let healthy;

before(async () => {
  server = await Server.start({ flags: limits });
  healthy = await RoomClient.join(server, 'healthy', technician);
});
after(() => server.stop());
afterEach(async () => {
  await healthy.ping();
  assert.equal((await request(server, '/health')).status, 200);
  assert.ok(server.alive, server.output);
});

// ---- HTTP

/** [name, bytes, status]: the status in the answer, and the connection ended after it */
const refused = [
  ['bytes that are not HTTP', 'hello there\r\n\r\n', 400],
  ['a TLS greeting', Buffer.from('1603010200010001fc0303', 'hex').toString('latin1') + '\r\n\r\n', 400],
  ['17 KiB of head', head('GET /health HTTP/1.1', 'Host: x', `X-Long: ${'a'.repeat(17 * 1024)}`), 431],
  ['17 KiB of request line', head(`GET /health?${'a'.repeat(17 * 1024)} HTTP/1.1`, 'Host: x'), 431],
  ['thousands of headers', head('GET /health HTTP/1.1', 'Host: x', ...Array.from({ length: 6000 }, (_, i) => `h${i}: 1`)), 431],
  ['two Content-Lengths', head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: 2', 'Content-Length: 3') + '{}', 400],
  ['Content-Length with chunked', head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: 2', 'Transfer-Encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n', 400],
  ['a negative Content-Length', head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: -1'), 400],
  ['a Content-Length beyond all numbers', head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: 99999999999999999999999'), 400],
  ['a body over the limit', head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: 100001'), 413],
  ['a chunked body over the limit', head('POST /chat/send HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked') + `1e848\r\n${'a'.repeat(0x1e848)}\r\n0\r\n\r\n`, 413],
  ['a chunk size that is none', head('POST /chat/send HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked') + 'zz\r\n{}\r\n0\r\n\r\n', 400],
  ['a NUL in a header', head('GET /health HTTP/1.1', 'Host: x', 'X-Nul: a\0b'), 400],
  ['a header without a colon', head('GET /health HTTP/1.1', 'Host: x', 'nothing'), 400],
  ['a space before the colon', head('GET /health HTTP/1.1', 'Host: x', 'Content-Length : 3'), 400],
];
for (const [name, bytes, status] of refused) {
  test(`HTTP: ${name} → ${status}`, options, async () => {
    const raw = await RawSocket.connect(server);
    raw.write(Buffer.from(bytes, 'latin1'));
    const answer = await raw.answer();
    assert.equal(answer.status, status, answer.head);
    if (answer.body) assert.ok(JSON.parse(answer.body).error, answer.body);
    await raw.gone();
  });
}

test('HTTP: half a head, then silence: ended by the deadline', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.write('GET /health HTTP/1.1\r\nHost: ');
  const from = Date.now();
  await raw.gone(5_000);
  assert.ok(Date.now() - from >= 700, 'ended too early');
});

test('HTTP: nothing at all: ended by a deadline', { timeout: 20_000 }, async () => {
  const idle = await Server.start({ flags: { 'idle-timeout': 1, 'header-timeout': 1 } });
  const raw = await RawSocket.connect(idle);
  await raw.gone(6_000);
  await idle.stop();
});

test('HTTP: a head byte by byte is served', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.socket.setNoDelay(true);
  for (const byte of head('GET /health HTTP/1.1', 'Host: x')) await new Promise((resolve) => raw.socket.write(byte, resolve));
  assert.equal((await raw.answer()).status, 200);
  raw.destroy();
});

test('HTTP: a head that drips for ever does not outlive the deadline', options, async () => {
  const raw = await RawSocket.connect(server);
  const drip = setInterval(() => raw.write('x'), 100);
  raw.write('GET /health HTTP/1.1\r\nX-Drip: ');
  await raw.gone(5_000).finally(() => clearInterval(drip));
});

test('HTTP: a body that stops → 408', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.write(head('POST /chat/send HTTP/1.1', 'Host: x', `x-auth-token: ${technician}`, 'Content-Type: application/json', 'Content-Length: 50') + '{"room":');
  assert.equal((await raw.answer()).status, 408);
  await raw.gone();
});

test('HTTP: a half-closed or vanishing peer leaves nothing behind', options, async () => {
  for (let round = 0; round < 50; round += 1) {
    const raw = await RawSocket.connect(server);
    raw.write(head('POST /chat/send HTTP/1.1', 'Host: x', 'Content-Length: 50') + '{"room":');
    if (round % 2) raw.socket.end();
    else raw.destroy();
  }
});

test('HTTP: pipelined requests are answered in order, also around a bad one', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.write(head('GET /health HTTP/1.1', 'Host: x') + head('GET /nowhere HTTP/1.1', 'Host: x') + head('GET /chat/history?room=healthy HTTP/1.1', 'Host: x', `x-auth-token: ${technician}`));
  assert.deepEqual([(await raw.answer()).status, (await raw.answer()).status, (await raw.answer()).status], [200, 404, 200]);
  raw.destroy();
});

const json = { 'content-type': 'application/json' };
const deep = '['.repeat(10_000) + ']'.repeat(10_000);
const post = (body, headers = json, token = technician) => request(server, '/chat/send', { method: 'POST', token, headers, body });

for (const [name, answer, status, code] of [
  ['no such address', () => request(server, '/nowhere'), 404, 'not_found'],
  ['a method that is not there', () => request(server, '/chat/send', { token: technician, method: 'DELETE' }), 405, 'method_not_allowed'],
  ['a POST that is no JSON', () => post('room=a&text=b'), 400, 'bad_request'],
  ['a list', () => post('[]'), 400, 'bad_request'],
  ['a bare string', () => post('"x"'), 400, 'bad_request'],
  ['half a document', () => post('{"room":"a",'), 400, 'bad_request'],
  ['depth 10,000', () => post(deep), 400, 'bad_request'],
  ['depth 10,000 inside a field', () => post(`{"room":"a","text":${deep}}`), 400, 'bad_request'],
  ['text that is a number', () => post('{"room":"a","text":5}'), 400, 'bad_request'],
  ['no text', () => post('{"room":"a"}'), 400, 'bad_request'],
  ['text of blanks', () => post('{"room":"a","text":" \\n "}'), 400, 'bad_request'],
  ['text with NUL', () => post('{"room":"a","text":"a\\u0000b"}'), 400, 'bad_request'],
  ['an unpaired surrogate', () => post('{"room":"a","text":"a\\ud800b"}'), 400, 'bad_request'],
  ['text over 16 KiB', () => post(JSON.stringify({ room: 'a', text: 'a'.repeat(16 * 1024 + 1) })), [400, 413], null],
  ['bytes that are not UTF-8', () => post(Buffer.from('{"room":"a","text":"\xff\xfe"}', 'latin1')), 400, 'bad_request'],
  ['a role that is none', () => post('{"room":"a","text":"b","role":"emperor"}'), 400, 'bad_request'],
  ['a room of 129 characters', () => send(server, technician, { room: 'r'.repeat(129), text: 'x' }), 400, 'bad_request'],
  ['a room with /../', () => send(server, technician, { room: 'a/../b', text: 'x' }), 400, 'bad_request'],
  ['history of a room with /../', () => request(server, '/chat/history?room=a%2F..%2Fb', { token: technician }), 400, 'bad_request'],
  ['history without a room', () => request(server, '/chat/history', { token: technician }), 400, 'bad_request'],
  ['a limit of 201', () => request(server, '/chat/history?room=healthy&limit=201', { token: technician }), 400, 'bad_request'],
  ['a limit that is no number', () => request(server, '/chat/history?room=healthy&limit=ten', { token: technician }), 400, 'bad_request'],
  ['a before that is no number', () => request(server, '/chat/history?room=healthy&before=x', { token: technician }), 400, 'bad_request'],
  ['a WebSocket address without an upgrade', () => request(server, '/chat/ws/healthy', { token: technician }), 426, 'upgrade_required'],
  ['a visitor from a foreign Origin', () => request(server, '/api/chat/visitor', { method: 'POST', json: {}, headers: { origin: 'https://evil.example' } }), 403, 'forbidden'],
  ['a foreign Origin', () => post('{"room":"a","text":"b"}', { ...json, origin: 'https://evil.example' }), 403, 'forbidden'],
]) {
  test(`REST: ${name} → ${status}`, options, async () => {
    const got = await answer();
    assert.ok([status].flat().includes(got.status), `${got.status} ${JSON.stringify(got.body)}`);
    if (code) assert.equal(got.body.error, code);
    assert.ok(got.body.message, 'no sentence for a person');
  });
}

test('REST: a POST without a length → 411', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.write(head('POST /chat/send HTTP/1.1', 'Host: x', `x-auth-token: ${technician}`, 'Content-Type: application/json'));
  assert.equal((await raw.answer()).status, 411);
  raw.destroy();
});

// ---- Tokens, over both doors

const now = Math.floor(Date.now() / 1000);
const claims = { sub: 'tech-ops-1', role: 'technician' };
const unsigned = (header) => `${mint(claims, { header }).split('.').slice(0, 2).join('.')}.`;
for (const [name, token] of [
  ['none at all', null],
  ['an empty one', ''],
  ['not a token', 'abc'],
  ['an expired one', mint({ ...claims, exp: now - 3600 })],
  ['one without an end', mint({ ...claims, exp: undefined })],
  ['one from the future', mint({ ...claims, iat: now + 3600 })],
  ['not valid yet', mint({ ...claims, nbf: now + 3600 })],
  ['a forged one', mint(claims, { key: 'not the secret of this server, but as long' })],
  ['alg none', unsigned({ alg: 'none', typ: 'JWT' })],
  ['alg none, signed', mint(claims, { header: { alg: 'none', typ: 'JWT' } })],
  ['alg RS256, signed by HMAC', mint(claims, { header: { alg: 'RS256', typ: 'JWT' } })],
  ['a kid with a path', mint(claims, { header: { alg: 'HS256', kid: '../../dev/null' } })],
  ['a jku', mint(claims, { header: { alg: 'HS256', jku: 'http://evil.example/keys' } })],
  ['without a role', mint({ sub: 'tech-ops-1' })],
  ['with a role that is none', mint({ sub: 'tech-ops-1', role: 'emperor' })],
  ['a role that is a list', mint({ sub: 'tech-ops-1', role: ['admin'] })],
  ['without a sub', mint({ role: 'admin' })],
  ['a sub of 129 characters', mint({ sub: 's'.repeat(129), role: 'admin' })],
  ['a truncated signature', mint(claims).slice(0, -2)],
  ['one of 9 KiB', mint({ ...claims, name: 'n', padding: 'p'.repeat(9 * 1024) })],
]) {
  test(`token: ${name} → 401 and 4401`, options, async () => {
    const rest = await request(server, '/chat/history?room=healthy', { headers: token === null ? {} : { 'x-auth-token': token } });
    assert.equal(rest.status, 401);
    assert.equal(rest.body.error, 'unauthorized');
    const client = new RoomClient(server, 'healthy', token ?? '');
    assert.equal((await client.end()).code, 4401);
    assert.deepEqual(client.messages, []);
  });
}

test('no token and no message text stands in the log', options, async () => {
  await send(server, technician, { room: 'healthy', text: 'a-very-secret-sentence' });
  assert.ok(!server.output.includes('a-very-secret-sentence'));
  assert.ok(!/eyJ[\w-]+\.[\w-]+\./.test(server.output));
});

// ---- The WebSocket handshake

for (const [name, bytes, status] of [
  ['without a key', () => head(`GET /chat/ws/healthy?token=${technician} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'), 400],
  ['with a key that is none', () => head(`GET /chat/ws/healthy?token=${technician} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: short'), 400],
  ['with version 8', () => head(`GET /chat/ws/healthy?token=${technician} HTTP/1.1`, 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 8', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='), [400, 426]],
  ['to a room of 129 characters', () => upgradeHead('r'.repeat(129), technician), 400],
  ['to a room with /../', () => upgradeHead('a/../b', technician), [400, 404]],
  ['to a room with an encoded /../', () => upgradeHead('a%2F..%2Fb', technician), [400, 404]],
  ['to the room ..', () => upgradeHead('%2e%2e', technician), [400, 404]],
  ['to no room', () => upgradeHead('', technician), [400, 404]],
  ['to a room with a NUL', () => upgradeHead('a%00b', technician), 400],
  ['from a foreign Origin', () => upgradeHead('healthy', technician, ['Origin: https://evil.example']), 403],
  ['from the Origin null', () => upgradeHead('healthy', technician, ['Origin: null']), 403],
  ['with an after that is no number', () => upgradeHead('healthy', `${technician}&after=x`), 400],
]) {
  test(`upgrade: ${name} → ${status}`, options, async () => {
    const raw = await RawSocket.connect(server);
    raw.write(bytes());
    const answer = await raw.answer();
    assert.ok([status].flat().includes(answer.status), answer.head);
    raw.destroy();
  });
}

test('upgrade: from its own Origin it is welcome', options, async () => {
  const raw = await RawSocket.connect(server);
  raw.write(upgradeHead('healthy', technician, []).replace('Host: localhost', `Host: localhost:${server.port}\r\nOrigin: http://localhost:${server.port}`));
  assert.equal((await raw.answer()).status, 101);
  raw.destroy();
});

// ---- Frames

test('frames: one over the limit → 4413, before its bytes are all there', options, async () => {
  const raw = await rawWebSocket(server, 'frames', technician);
  raw.write(wsFrame('x'.repeat(1000), { length: 500 * mib }));
  assert.ok([4413, 1009].includes(await raw.closeCode()));
  await raw.gone();
  const sent = await rawWebSocket(server, 'frames', technician);
  sent.write(wsFrame(JSON.stringify({ text: 'x'.repeat(100_000) })));
  assert.ok([4413, 1009].includes(await sent.closeCode()));
});

test('frames: fragments that never end are ended', options, async () => {
  const raw = await rawWebSocket(server, 'frames', technician);
  raw.write(wsFrame('{"text":"', { fin: false }));
  const piece = wsFrame('x'.repeat(1000), { opcode: 0, fin: false });
  for (let count = 0; count < 300 && !raw.isClosed; count += 1) raw.write(piece);
  assert.ok([4413, 1009].includes(await raw.closeCode()));
  await raw.gone();
});

for (const [name, bytes, codes] of [
  ['text that is not UTF-8', wsFrame(Buffer.from([0x22, 0xff, 0xfe, 0x22])), [1007]],
  ['a binary message', wsFrame(Buffer.from([1, 2, 3]), { opcode: 2 }), [1003]],
  ['a reserved opcode', wsFrame('x', { opcode: 3 }), [1002]],
  ['a continuation of nothing', wsFrame('x', { opcode: 0 }), [1002]],
  ['a fragmented ping', wsFrame('x', { opcode: 9, fin: false }), [1002]],
  ['a ping of 126 bytes', wsFrame('x'.repeat(126), { opcode: 9 }), [1002]],
  ['an unmasked frame', wsFrame('{"type":"ping"}', { masked: false }), [1002]],
]) {
  test(`frames: ${name} → ${codes}`, options, async () => {
    const raw = await rawWebSocket(server, 'frames', technician);
    raw.write(bytes);
    const code = await raw.closeCode();
    assert.ok(codes.includes(code), `closed with ${code}`);
  });
}

for (const [name, frame] of [
  ['a list', '[]'], ['a string', '"x"'], ['a number', '5'], ['null', 'null'], ['an empty object', '{}'], ['nothing', ''], ['no JSON', 'hello'],
  ['half of it', '{"text":'], ['text of the wrong kind', '{"text":{"a":1}}'], ['an unknown type', '{"type":"explode"}'], ['a type that is a number', '{"type":1}'],
  ['depth 10,000', deep], ['depth 10,000 in a field', `{"text":${deep}}`], ['typing without its word', '{"type":"typing"}'], ['typing that is text', '{"type":"typing","is_typing":"yes"}'],
  ['read of text', '{"type":"read","up_to":"all"}'], ['read of a fraction', '{"type":"read","up_to":1.5}'], ['read beyond all numbers', '{"type":"read","up_to":1e300}'], ['empty text', '{"text":""}'],
  ['NUL', '{"text":"a\\u0000"}'], ['an unpaired surrogate', '{"text":"\\udc00"}'], ['a client_msg_id of 129', JSON.stringify({ text: 'x', client_msg_id: 'c'.repeat(129) })],
  ['a reply to nothing', '{"text":"x","reply_to":999999999}'],
]) {
  test(`frames: ${name} → an error, and the connection goes on`, options, async () => {
    const client = await RoomClient.join(server, 'shapes', technician);
    const error = await client.ask(frame, 'error');
    assert.ok(['bad_request', 'not_found'].includes(error.error), JSON.stringify(error));
    assert.ok(error.message);
    await client.ping();
    assert.deepEqual(client.messages, []);
    client.leave();
  });
}

test('frames: a text over 16 KiB is refused and the connection goes on', options, async () => {
  const client = await RoomClient.join(server, 'shapes', technician);
  const error = await client.ask({ text: 'a'.repeat(16 * 1024 + 1), client_msg_id: 'big' }, 'error');
  assert.ok(['bad_request', 'too_large'].includes(error.error));
  assert.equal(error.client_msg_id, 'big');
  assert.equal((await client.ask({ text: 'ë'.repeat(8 * 1024) }, 'message')).text.length, 8 * 1024);
  client.leave();
});

test('frames: faster than the rate is refused by name, and the connection goes on', options, async () => {
  const strict = await Server.start({ flags: { 'rate-messages': '5/10' } });
  const client = await RoomClient.join(strict, 'fast', technician);
  for (let count = 0; count < 40; count += 1) client.send({ text: `m${count}`, client_msg_id: `m${count}` });
  const refusal = await client.waitFor((frame) => frame.type === 'error', 'a refusal');
  assert.equal(refusal.data.error, 'rate_limited');
  assert.match(refusal.data.client_msg_id, /^m\d+$/);
  const other = await RoomClient.join(strict, 'fast', mint({ sub: 'tech-ops-2', role: 'technician' }));
  other.send({ text: 'not held up' });
  await other.waitFor((frame) => frame.data.text === 'not held up', 'the other user\'s message');
  client.leave();
  other.leave();
  await strict.stop();
});

// ---- Readers that do not read

const enough = 1200; // messages of 16 KiB: more than the kernel's buffers of both ends hold

async function floodPast(server, reader) {
  await reader.frame();
  reader.socket.pause();
  const writer = await RoomClient.join(server, 'deaf', mint({ sub: 'writer', role: 'technician' }));
  const text = 'x'.repeat(16 * 1024);
  for (let sent = 0; sent < enough; sent += 50) {
    for (let burst = 0; burst < 50; burst += 1) writer.send({ text });
    await writer.waitFor((frame) => frame.type === 'message' && frame.data.seq === sent + 50, 'its own messages', { withinMs: 20_000 });
  }
  writer.leave();
}

const membersOf = async (server) => (await request(server, '/health')).body.chat_socket.active_connections;

test('a reader that is too slow is closed with 4408, and costs the others nothing', { timeout: 60_000 }, async () => {
  const small = await Server.start({ flags: { 'rate-messages': 0, 'max-send-buffer': 65536 } });
  const slow = await rawWebSocket(small, 'deaf', technician);
  await floodPast(small, slow);
  slow.socket.resume();
  assert.equal(await slow.closeCode(20_000), 4408);
  await small.stop();
});

test('a reader that never reads is given up', { timeout: 60_000 }, async () => {
  const small = await Server.start({ flags: { 'rate-messages': 0, 'max-send-buffer': 65536 } });
  const deaf = await rawWebSocket(small, 'deaf', technician);
  await floodPast(small, deaf);
  for (let tries = 0; (await membersOf(small)) > 0; tries += 1) {
    assert.ok(tries < 300, 'it was kept');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  deaf.destroy();
  await small.stop();
});
