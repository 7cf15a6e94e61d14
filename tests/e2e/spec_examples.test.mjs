// The examples that integrators were given, as they were given: curl, wscat, a browser-like WebSocket, PyJWT-like tokens,
// and the .env file. \see server/protocol/PROTOCOL.md

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';

import { RoomClient } from './lib/room.mjs';
import { mint, Server, temporaryFolder } from './lib/server.mjs';

const run = promisify(execFile);
const exampleSecret = 'change_me_ultracom_super_secret';
const dotEnv = `JWT_SECRET=${exampleSecret}\nDB_URL=sqlite+aiosqlite:///./ultracom.db\nCORS_ORIGINS=*\n`;
const room = 'support-ACME-42';
const token = (sub, role) => mint({ sub, role }, { key: exampleSecret });

let server;
let folder;

before(async () => {
  folder = temporaryFolder();
  writeFileSync(join(folder, '.env'), dotEnv);
  server = await Server.start({ cwd: folder, env: { JWT_SECRET: null } });
});
after(() => server.stop());

const curl = async (...args) => JSON.parse((await run('curl', ['-sS', '--max-time', '10', ...args])).stdout);

test('the .env file sets secret, database and origins, with a warning about the published secret', async () => {
  // The warning comes by another pipe than the line that told that the server is up.
  const deadline = Date.now() + 5_000;
  while (!server.output.includes('JWT_SECRET') && Date.now() < deadline) await new Promise((resolve) => { setTimeout(resolve, 20); });
  assert.ok(existsSync(join(folder, 'ultracom.db')), 'DB_URL counts from the folder of the .env file');
  assert.match(server.output, /JWT_SECRET/);
  assert.ok(!server.output.includes(exampleSecret), 'the secret is in the log');
});

test('curl http://localhost:8080/health', async () => {
  for (const path of ['/health', '/api/health']) {
    const health = await curl(`${server.url}${path}`);
    assert.equal(health.ok, true);
    assert.equal(health.service, 'UltraCom');
    assert.equal(health.status, 'healthy');
    assert.match(health.ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    assert.ok(Math.abs(Date.now() - Date.parse(health.ts)) < 10_000);
    assert.deepEqual(Object.keys(health.chat_socket).sort(), ['active_connections', 'active_sessions', 'total_socket_connections', 'typing_sessions']);
  }
});

test('a system alert by curl, from AGI-Core', async () => {
  const message = await curl('-X', 'POST', `${server.url}/chat/send`, '-H', 'Content-Type: application/json', '-H', `x-auth-token: ${token('tech-ops-1', 'technician')}`,
    '-d', '{\n  "room": "support-ACME-42",\n  "role": "system", \n  "sender": "AGI-Core",\n  "text": "ALERT: Temperatura në Gamma: 33.7°C"\n}');
  assert.equal(message.role, 'system');
  assert.equal(message.sender, 'AGI-Core');
  assert.equal(message.text, 'ALERT: Temperatura në Gamma: 33.7°C');
  assert.equal(message.room, room);
  assert.equal(message.seq, 1);
});

test('history by curl', async () => {
  const history = await curl('-H', `x-auth-token: ${token('tech-ops-1', 'technician')}`, `${server.url}/chat/history?room=support-ACME-42&limit=20`);
  assert.equal(history.length, 1);
  assert.equal(history[0].text, 'ALERT: Temperatura në Gamma: 33.7°C');
  const bearer = await curl('-H', `Authorization: Bearer ${token('tech-ops-1', 'technician')}`, `${server.url}/chat/history?room=support-ACME-42&limit=20`);
  assert.deepEqual(bearer, history);
});

test('a WebSocket with ?token=: send the plain text frame, receive the message format', async () => {
  const client = await RoomClient.join(server, room, token('tech-ops-1', 'technician'));
  const message = await client.ask({ text: "Përshëndetje! Si mund t'ju ndihmoj?" }, 'message');
  assert.ok(Number.isInteger(message.id));
  assert.equal(message.room, room);
  assert.equal(message.role, 'technician');
  assert.equal(message.sender, 'tech-ops-1');
  assert.equal(message.text, "Përshëndetje! Si mund t'ju ndihmoj?");
  assert.match(message.ts, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  client.leave();
});

test('a WebSocket with the token in a header, and from any origin as CORS_ORIGINS=* says', async () => {
  for (const headers of [{ 'x-auth-token': token('tech-ops-1', 'technician') }, { authorization: `Bearer ${token('tech-ops-1', 'technician')}` }]) {
    const client = await RoomClient.join(server, room, null, { headers, origin: 'https://shop.example' });
    await client.ping();
    client.leave();
  }
});

test('wscat -c ws://…/chat/ws/test-room?token=', async () => {
  const client = await RoomClient.join(server, 'test-room', token('client-007', 'client'));
  client.send('{"text":"hello"}');
  assert.equal((await client.waitFor((frame) => frame.type === 'message')).data.text, 'hello');
  client.leave();
});

test('client and technician in one room hear each other; a client speaks only as client', async () => {
  const client = await RoomClient.join(server, 'support-ACME-43', token('client-007', 'client'));
  const technician = await RoomClient.join(server, 'support-ACME-43', token('tech-ops-1', 'technician'));
  const admin = await RoomClient.join(server, 'support-ACME-43', token('admin-ultra', 'admin'));
  client.send({ text: 'Sensori Gamma nuk përgjigjet.' });
  technician.send({ text: 'U rregullua sensori Gamma.' });
  for (const member of [client, technician, admin]) {
    const heard = await member.waitFor((frame) => frame.type === 'message' && frame.data.sender === 'tech-ops-1', 'the answer');
    assert.equal(heard.data.text, 'U rregullua sensori Gamma.');
    assert.equal((await member.waitFor((frame) => frame.type === 'message' && frame.data.sender === 'client-007')).data.role, 'client');
  }
  assert.equal((await client.ask({ text: 'x', role: 'technician' }, 'error')).error, 'forbidden');
  for (const member of [client, technician, admin]) member.leave();
});

test('typing is told to the others, once it begins and once it ends', async () => {
  const one = await RoomClient.join(server, room, token('tech-ops-1', 'technician'));
  const two = await RoomClient.join(server, room, token('tech-ops-2', 'technician'));
  one.send({ type: 'typing', is_typing: true });
  const typing = await two.waitFor((frame) => frame.type === 'typing');
  assert.equal(typing.data.user_id, 'tech-ops-1');
  assert.equal(typing.data.is_typing, true);
  one.send({ type: 'typing', is_typing: false });
  await two.waitFor((frame) => frame.type === 'typing' && !frame.data.is_typing);
  await one.ping();
  assert.ok(!one.frames.some((frame) => frame.type === 'typing'), 'it was echoed');
  one.leave();
  two.leave();
});

test('resume by after: what was missed comes first, in order, then presence, then live', async () => {
  const first = await RoomClient.join(server, 'resume', token('tech-ops-1', 'technician'));
  const other = await RoomClient.join(server, 'resume', token('tech-ops-2', 'technician'));
  const start = await first.ask({ text: 'one' }, 'message');
  first.leave();
  for (const text of ['two', 'three', 'four']) await other.ask({ text }, 'message');
  const again = await RoomClient.join(server, 'resume', token('tech-ops-1', 'technician'), { after: start.id });
  assert.deepEqual(again.frames.map((frame) => frame.data.text ?? frame.type), ['two', 'three', 'four', 'presence']);
  await other.ask({ text: 'five' }, 'message');
  await again.waitFor((frame) => frame.data.text === 'five');
  again.leave();
  other.leave();
});

test('the same client_msg_id gives the first result; another body is a conflict', async () => {
  const client = await RoomClient.join(server, 'again', token('tech-ops-1', 'technician'));
  const other = await RoomClient.join(server, 'again', token('tech-ops-2', 'technician'));
  const first = await client.ask({ text: 'Faleminderit', client_msg_id: 'c-17' }, 'message');
  assert.deepEqual(await client.ask({ text: 'Faleminderit', client_msg_id: 'c-17' }, 'message'), first);
  const refused = await client.ask({ text: 'Tjetër', client_msg_id: 'c-17' }, 'error');
  assert.equal(refused.error, 'conflict');
  assert.equal(refused.client_msg_id, 'c-17');
  await other.ping();
  assert.equal(other.messages.length, 1, 'repeating told the others again');
  client.leave();
  other.leave();
});

test('the chat API by curl: open a session, send to it, with the examples\' members', async () => {
  const auth = ['-H', `Authorization: Bearer ${token('user1', 'client')}`, '-H', 'Content-Type: application/json'];
  const { session } = await curl('-X', 'POST', `${server.url}/api/chat/sessions`, ...auth, '-d', '{"participants":["user1","user2"],"type":"support"}');
  assert.deepEqual(session.participants, ['user1', 'user2']);
  assert.deepEqual([session.type, session.status, session.booking_id, session.title, session.unread_count, session.bookings], ['support', 'active', null, null, 0, null]);
  const { message } = await curl('-X', 'POST', `${server.url}/api/chat/messages`, ...auth, '-d', `{"session_id":"${session.id}","type":"text","content":"Hello"}`);
  assert.deepEqual([message.session_id, message.type, message.content, message.sender_id], [session.id, 'text', 'Hello', 'user1']);
  const other = ['-H', `Authorization: Bearer ${token('user2', 'client')}`];
  const { sessions } = await curl(`${server.url}/api/chat/sessions`, ...other);
  assert.deepEqual([sessions.length, sessions[0].id, sessions[0].unread_count, sessions[0].last_message_at], [1, session.id, 1, message.created_at]);
  const read = await curl('-X', 'PUT', `${server.url}/api/chat/messages/${session.id}/read`, ...other, '-H', 'Content-Type: application/json', '-d', `{"up_to_message_id":"${message.id}"}`);
  assert.deepEqual(read, { read_count: 1, unread_count: 0 });
});
