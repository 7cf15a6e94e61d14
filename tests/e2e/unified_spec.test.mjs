// The examples of the unified chat's specification as they are written there, its client code and its curl lines; only
// address, token and ids are put in.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test, { after, before } from 'node:test';
import { promisify } from 'node:util';

import { io } from 'socket.io-client';
import WebSocket from 'ws';

import { launchBrowser, newPage } from './lib/browser.mjs';
import { Elsewhere } from './lib/elsewhere.mjs';
import { mint, Server } from './lib/server.mjs';

const jwt = (sub, role = 'client') => mint({ sub, role, name: `Name of ${sub}` });
const [token1, token2] = [jwt('user1'), jwt('user2')];
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

let elsewhere;
let server;
let address;

before(async () => {
  elsewhere = await Elsewhere.open();
  server = await Server.start({ flags: { host: null, 'rate-messages': 0, 'cors-origins': elsewhere.origin } });
  address = `http://localhost:${server.port}`; // 5001 there
});
after(async () => {
  await server?.stop();
  elsewhere?.close();
});

/** curl with these arguments. \return `{status, body}` */
async function curl(...args) {
  const { stdout } = await promisify(execFile)('curl', ['-sS', '-w', '\n%{http_code}', ...args]);
  const end = stdout.lastIndexOf('\n');
  return { status: Number(stdout.slice(end + 1)), body: JSON.parse(stdout.slice(0, end)) };
}

const post = (path, token, json) => curl('-X', 'POST', `${address}${path}`, '-H', `Authorization: Bearer ${token}`, '-H', 'Content-Type: application/json', '-d', json);
const get = (path, token) => curl(`${address}${path}`, '-H', `Authorization: Bearer ${token}`);

async function newSession() {
  const { status, body } = await post('/api/chat/sessions', token1, '{"participants":["user1","user2"],"type":"support"}');
  assert.equal(status, 201, JSON.stringify(body));
  return body.session.id;
}

/**
 * "Connection Setup" and "Event Handlers", for two users. Runs in Node and, by its source, in a browser.
 * \return what each handler was called with
 */
async function conversation(io, at, tokens, sessionId) {
  const heard = [[], []];
  const sockets = tokens.map((jwtToken, index) => {
    const socket = io(at, {
      auth: { token: jwtToken },
      transports: ['websocket', 'polling'],
      reconnection: true,
    });
    socket.on('connect', () => heard[index].push(['connect']));
    socket.on('disconnect', (reason) => heard[index].push(['disconnect', reason]));
    for (const name of ['connect_error', 'session_joined', 'user_joined', 'user_left', 'new_message', 'messages_read', 'user_typing', 'user_stopped_typing', 'online_users', 'error']) {
      socket.on(name, (data) => heard[index].push([name, data instanceof Error ? { message: data.message, data: data.data } : data]));
    }
    return socket;
  });
  const [socket, other] = sockets;
  const wait = async (index, name) => {
    const until = Date.now() + 12_000;
    for (;;) {
      const found = heard[index].find(([event]) => event === name);
      if (found) return found[1];
      if (Date.now() > until) throw new Error(`no ${name} for user ${index + 1}: ${JSON.stringify(heard)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  await Promise.all([wait(0, 'connect'), wait(1, 'connect')]);
  socket.emit('join_session', { session_id: sessionId });
  await wait(0, 'session_joined');
  other.emit('join_session', { session_id: sessionId });
  await Promise.all([wait(1, 'session_joined'), wait(0, 'user_joined')]);
  other.emit('typing_start', { session_id: sessionId });
  await wait(0, 'user_typing');
  other.emit('typing_stop', { session_id: sessionId });
  await wait(0, 'user_stopped_typing');
  socket.emit('send_message', { session_id: sessionId, type: 'text', content: 'Hello world!' });
  const [message] = await Promise.all([wait(1, 'new_message'), wait(0, 'new_message')]);
  other.emit('mark_messages_read', { session_id: sessionId, up_to_message_id: message.id });
  await wait(0, 'messages_read');
  socket.emit('get_online_users', { session_id: sessionId });
  await wait(0, 'online_users');
  socket.emit('send_message', { session_id: '019a0607-7a11-7d02-9c55-b0a97f6d3e41', type: 'text', content: 'Hello nobody!' });
  await wait(0, 'error');
  other.emit('leave_session', { session_id: sessionId });
  await wait(0, 'user_left');
  socket.disconnect();
  other.disconnect();
  await wait(0, 'disconnect');
  return heard;
}

function checkConversation(heard, sessionId) {
  const [first, second] = heard.map((events) => Object.fromEntries([...events].reverse()));
  assert.equal(first.session_joined.session_id, sessionId);
  assert.ok('participants_online' in first.session_joined);
  for (const name of ['user_joined', 'user_typing', 'user_stopped_typing', 'user_left', 'messages_read']) {
    const { user_id: userId, user_name: userName, timestamp, session_id: session } = first[name];
    assert.deepEqual([userId, userName, session], ['user2', 'Name of user2', sessionId], name);
    assert.match(timestamp, rfc3339, name);
  }
  for (const { new_message: message } of [first, second]) {
    assert.match(message.id, uuid);
    const { session_id: session, type, content, sender_id: sender, sender_name: name, sender_role: role } = message;
    assert.deepEqual({ session, type, content, sender, name, role },
      { session: sessionId, type: 'text', content: 'Hello world!', sender: 'user1', name: 'Name of user1', role: 'client' });
  }
  assert.equal(first.messages_read.up_to_message_id, first.new_message.id);
  assert.equal(first.messages_read.read_count, 1);
  const { users, ...rest } = first.online_users;
  assert.deepEqual([[...users].sort(), rest], [['user1', 'user2'], { session_id: sessionId, count: 2 }]);
  assert.equal(first.error.error, 'forbidden');
  assert.equal(first.disconnect, 'io client disconnect');
  assert.ok(!heard[1].some(([name]) => name === 'user_typing'), 'who types is not told so');
}

test('the client code, in Node', { timeout: 60_000 }, async () => {
  const sessionId = await newSession();
  checkConversation(await conversation(io, address, [token1, token2], sessionId), sessionId);
});

test('the client code, in Chromium, from another origin', { timeout: 60_000, skip: !process.env.ULTRACOM_CHROMIUM }, async () => {
  const sessionId = await newSession();
  const browser = await launchBrowser();
  const page = await newPage(browser);
  await page.goto(`${elsewhere.origin}/`);
  const heard = await page.evaluate(async ([source, ...given]) => {
    const { io } = await import('/socket.io.mjs');
    const run = (await import(URL.createObjectURL(new Blob([`export default ${source}`], { type: 'text/javascript' })))).default;
    return run(io, ...given);
  }, [conversation.toString(), address, [token1, token2], sessionId]);
  checkConversation(heard, sessionId);
  assert.deepEqual(page.problems, []);
  await browser.close();
});

for (const transports of [['websocket', 'polling'], ['polling']]) {
  test(`connect_error says why, over ${transports}`, { timeout: 30_000 }, async () => {
    const socket = io(address, { auth: { token: 'not a token' }, transports, reconnection: true });
    const error = await new Promise((resolve) => socket.on('connect_error', resolve));
    assert.equal(error.data.code, 'unauthorized');
    assert.ok(error.message.length > 0);
    socket.disconnect();
  });
}

test('API testing: session creation, message sending, health', { timeout: 30_000 }, async () => {
  const created = await curl('-X', 'POST', `${address}/api/chat/sessions`, '-H', `Authorization: Bearer ${token1}`, '-H', 'Content-Type: application/json',
    '-d', '{"participants":["user1","user2"],"type":"support"}');
  assert.equal(created.status, 201);
  const { id, participants, type, status } = created.body.session;
  assert.deepEqual([participants, type, status], [['user1', 'user2'], 'support', 'active']);
  const sent = await curl('-X', 'POST', `${address}/api/chat/messages`, '-H', `Authorization: Bearer ${token1}`, '-H', 'Content-Type: application/json',
    '-d', `{"session_id":"${id}","type":"text","content":"Hello"}`);
  assert.equal(sent.status, 201);
  assert.equal(sent.body.message.content, 'Hello');
  const health = await curl(`${address}/health`);
  assert.equal(health.status, 200);
  assert.equal(health.body.status, 'healthy');
  assert.deepEqual(Object.keys(health.body.chat_socket).sort(), ['active_connections', 'active_sessions', 'total_socket_connections', 'typing_sessions']);
  assert.deepEqual(Object.keys((await curl(`${address}/api/health`)).body.chat_socket).length, 4);
});

test('session management', { timeout: 30_000 }, async () => {
  const booking = '0b0e7a3c-53f7-4b6f-9a53-8d6f5f1b2c3d';
  const { status, body } = await post('/api/chat/sessions', token1, JSON.stringify({ participants: ['user1', 'user2'], type: 'booking', booking_id: booking, title: 'Session Title' }));
  assert.equal(status, 201, JSON.stringify(body));
  const { id } = body.session;
  const listed = await get('/api/chat/sessions', token2);
  assert.equal(listed.status, 200);
  const found = listed.body.sessions.find((session) => session.id === id);
  assert.deepEqual(
    [found.participants, found.type, found.booking_id, found.status, found.title, found.last_message_at, found.unread_count],
    [['user1', 'user2'], 'booking', booking, 'active', 'Session Title', null, 0]);
  const one = await get(`/api/chat/sessions/${id}`, token2);
  assert.equal(one.status, 200);
  assert.equal(one.body.session.title, 'Session Title');
  assert.equal((await get(`/api/chat/sessions/${id}`, jwt('user3'))).status, 403, 'participant only');
  assert.equal((await curl(`${address}/api/chat/sessions`)).status, 401);
});

test('message management', { timeout: 30_000 }, async () => {
  const sessionId = await newSession();
  const ids = [];
  for (const content of ['one', 'two', 'three']) {
    const { status, body } = await post('/api/chat/messages', token1, JSON.stringify({ session_id: sessionId, type: 'text', content, reply_to_message_id: ids.at(-1) ?? null, metadata: {} }));
    assert.equal(status, 201, JSON.stringify(body));
    assert.equal(body.message.reply_to_message_id, ids.at(-1) ?? null);
    ids.push(body.message.id);
  }
  const page = async (query) => (await get(`/api/chat/messages/${sessionId}${query}`, token2)).body.messages.map((message) => message.content);
  assert.deepEqual(await page(''), ['one', 'two', 'three']);
  assert.deepEqual(await page('?limit=2'), ['two', 'three']);
  assert.deepEqual(await page('?limit=2&offset=1'), ['one', 'two']);
  assert.deepEqual(await page(`?before=${new Date(Date.now() + 60_000).toISOString()}`), ['one', 'two', 'three']);
  assert.deepEqual(await page('?before=2020-01-01T00:00:00Z'), []);
  const unread = async () => (await get(`/api/chat/sessions/${sessionId}`, token2)).body.session.unread_count;
  assert.equal(await unread(), 3);
  const read = await curl('-X', 'PUT', `${address}/api/chat/messages/${sessionId}/read`, '-H', `Authorization: Bearer ${token2}`, '-H', 'Content-Type: application/json', '-d', `{"up_to_message_id":"${ids[1]}"}`);
  assert.deepEqual([read.status, read.body.read_count, read.body.unread_count], [200, 2, 1]);
  assert.equal(await unread(), 1);
});

// What `artillery quick --count 100 --num 10` does, on Engine.IO: so many raw connections, so many messages each.
test('load testing: 100 connections, 10 messages each', { timeout: 60_000 }, async () => {
  const sessionId = await newSession();
  const one = () => new Promise((resolve, reject) => {
    const ws = new WebSocket(`ws://127.0.0.1:${server.port}/socket.io/?EIO=4&transport=websocket`);
    let answered = 0;
    ws.on('message', (data) => {
      const packet = data.toString();
      if (packet.startsWith('0')) ws.send(`40${JSON.stringify({ token: token1 })}`);
      else if (packet.startsWith('40')) for (let number = 0; number < 10; number += 1) ws.send(`42${number}${JSON.stringify(['send_message', { session_id: sessionId, content: `message ${number}` }])}`);
      else if (packet === '2') ws.send('3');
      else if (/^43\d+\[\{"ok":true/.test(packet)) answered += 1;
      else reject(new Error(packet));
      if (answered === 10) ws.close();
    });
    ws.on('error', reject);
    ws.on('close', () => resolve(answered));
  });
  const answers = await Promise.all(Array.from({ length: 100 }, one));
  assert.deepEqual(answers, Array.from({ length: 100 }, () => 10));
  assert.equal((await get(`/api/chat/sessions/${sessionId}`, token1)).body.session.last_seq, 1000);
});
