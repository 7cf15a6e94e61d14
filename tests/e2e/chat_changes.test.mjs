// What PROTOCOL.md says under "The chat API" of requests that write: sessions, messages, reading; and what others hear.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';

import { ChatClient } from './lib/chat.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, Server } from './lib/server.mjs';

let server;
before(async () => (server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0 } })));
after(() => server.stop());

const technician = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Arta' });
const client = (name, more = {}) => mint({ sub: name, role: 'client', name: `The ${name}`, ...more });
const call = (token, method, path, json, more = {}) => request(server, `/api/chat/${path}`, { token, method, json, ...more });
async function ok(token, method, path, json, status = 200) {
  const answer = await call(token, method, path, json);
  assert.equal(answer.status, status, `${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
async function refused(token, method, path, json, status, error, field) {
  const answer = await call(token, method, path, json);
  assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(json)}: ${JSON.stringify(answer.body)}`);
  assert.equal(answer.body.error, error);
  assert.equal(answer.body.field, field, JSON.stringify(json));
  assert.ok(answer.body.message.length > 0);
}
const post = async (token, session, content, more = {}) => (await ok(token, 'POST', 'messages', { session_id: session, content, ...more }, 201)).message;
const page = async (token, session) => (await ok(token, 'GET', `messages/${session}`)).messages;
const nasty = `Ç "'; DROP TABLE chat_messages; -- \\ % _ $1 :a ? \u0001 🚀`;

test('a session is opened with all that can be said of it', async () => {
  const watcher = await ChatClient.connect(server, technician);
  const { session } = await ok(technician, 'POST', 'sessions', { participants: ['p1', 'p2', 'p1'], type: 'booking', booking_id: nasty, title: nasty, room: 'opened-1', unknown: 1 }, 201);
  assert.deepEqual(session.participants, ['p1', 'p2']);
  assert.deepEqual([session.type, session.booking_id, session.title, session.room, session.status], ['booking', nasty, nasty, 'opened-1', 'active']);
  assert.deepEqual([session.assignee, session.labels, session.priority], [null, [], 'normal']);
  assert.deepEqual(session.members.map(({ user_id: id }) => id), ['p1', 'p2']);
  assert.equal(session.contact.user_id, 'p1');
  const told = await watcher.waitFor('session_created', (data) => data.session_id === session.id);
  assert.equal(told.session.contact.user_id, 'p1');
  watcher.leave();
  assert.deepEqual((await ok(client('p2'), 'GET', `sessions/${session.id}`)).session, session);
  await refused(technician, 'POST', 'sessions', { room: 'opened-1' }, 409, 'conflict');
  await refused(client('p1'), 'POST', 'sessions', { room: 'opened-1' }, 409, 'conflict');
  await refused(client('stranger'), 'POST', 'sessions', { room: 'opened-1' }, 403, 'forbidden');
});

test('a session is changed, closed and reopened; members and staff hear of it', async () => {
  const token = client('changer');
  const first = await post(token, 'changed-1', 'hello');
  const [member, staff] = [await ChatClient.join(server, token, 'changed-1'), await ChatClient.connect(server, technician)];
  const change = { title: nasty, type: 'emergency', assignee: 'tech-ops-2', labels: ['vip', nasty.slice(0, 50), 'vip'], priority: 'urgent' };
  const { session } = await ok(technician, 'PATCH', 'sessions/changed-1', { ...change, unknown: { a: 1 } });
  const expected = { ...change, labels: ['vip', nasty.slice(0, 50)] };
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(session[name], value, name);
  for (const who of [member, staff]) {
    const told = await who.waitFor('session_updated', (data) => data.session.priority === 'urgent');
    assert.equal(told.session_id, first.session_id);
    assert.deepEqual(told.session, { id: first.session_id, room: 'changed-1', status: 'active', closed_at: null, ...expected });
  }
  assert.equal((await ok(technician, 'PATCH', 'sessions/changed-1', { assignee: null, title: null, labels: [] })).session.assignee, null);
  assert.equal((await ok(token, 'PATCH', 'sessions/changed-1', { status: 'closed' })).session.status, 'closed');
  const closed = await member.waitFor('session_updated', (data) => data.session.status === 'closed');
  assert.ok(closed.session.closed_at);
  await refused(token, 'POST', 'messages', { session_id: 'changed-1', content: 'late' }, 409, 'conflict');
  await refused(token, 'PATCH', `messages/${first.id}`, { content: 'late' }, 409, 'conflict');
  assert.equal((await ok(token, 'PATCH', 'sessions/changed-1', { status: 'active' })).session.closed_at, null);
  await post(token, 'changed-1', 'again');
  await refused(token, 'PATCH', 'sessions/changed-1', { status: 'closed', title: 'mine' }, 403, 'forbidden');
  assert.equal((await ok(token, 'GET', 'sessions/changed-1')).session.status, 'active');
  [member, staff].forEach((who) => who.leave());
});

test('a message is posted whole, and once', async () => {
  const token = client('poster');
  const first = await post(token, 'posted', 'one');
  const body = { session_id: 'posted', type: 'text', content: nasty, reply_to_message_id: first.id, metadata: { a: [1, { b: nasty }] }, client_msg_id: 'c-1' };
  const { message } = await ok(token, 'POST', 'messages', body, 201);
  assert.deepEqual([message.content, message.metadata, message.reply_to.excerpt, message.client_msg_id, message.seq], [nasty, body.metadata, 'one', 'c-1', 2]);
  assert.deepEqual((await ok(token, 'POST', 'messages', body)).message, message);
  await refused(token, 'POST', 'messages', { ...body, content: 'other' }, 409, 'conflict');
  const system = await post(technician, 'posted', 'The desk closes.', { type: 'system' });
  assert.deepEqual([system.type, system.role, system.sender_role], ['system', 'system', 'technician']);
  for (const type of ['audio', 'image', 'file']) await refused(technician, 'POST', 'messages', { session_id: 'posted', type, content: 'x' }, 400, 'bad_request', 'type');
  assert.equal((await page(token, 'posted')).length, 3);
});

test('a message is edited: what it said is kept, and everybody who is in hears it', async () => {
  const token = client('editor');
  const first = await post(token, 'edited', 'one', { metadata: { a: 1 } });
  const answer = await post(technician, 'edited', 'answer', { reply_to_message_id: first.id });
  const [socket, room] = [await ChatClient.join(server, technician, 'edited'), await RoomClient.join(server, 'edited', technician)];
  const { message } = await ok(token, 'PATCH', `messages/${first.id}`, { content: `  ${nasty} ` });
  assert.deepEqual([message.content, message.seq, message.change, message.metadata], [nasty, 1, 3, { a: 1 }]);
  assert.ok(message.edited_at >= message.created_at && message.deleted_at === null);
  assert.deepEqual(await socket.waitFor('message_updated'), message);
  const heard = (await room.waitFor((frame) => frame.type === 'message_updated')).data;
  assert.deepEqual([heard.id, heard.text, heard.seq, heard.edited_at], [first.number, nasty, 1, message.edited_at]);
  assert.deepEqual((await ok(token, 'PATCH', `messages/${first.number}`, { content: 'two', metadata: {} })).message.metadata, {});
  assert.deepEqual((await ok(token, 'PATCH', `messages/${first.number}`, { content: 'two' })).message.change, 4);
  const { versions } = await ok(technician, 'GET', `messages/${first.id}/versions`);
  assert.deepEqual(versions.map(({ content, editor_id: editor }) => [content, editor]), [['one', 'editor'], [nasty, 'editor']]);
  assert.equal(versions[0].edited_at, message.edited_at);
  assert.deepEqual((await ok(token, 'GET', `messages/${first.number}/versions`)).versions, versions);
  const messages = await page(token, 'edited');
  assert.equal(messages.find(({ id }) => id === answer.id).reply_to.excerpt, 'two');
  const missed = (await ok(token, 'GET', 'messages/edited?after_change=2')).messages;
  assert.deepEqual(missed.map(({ id, change }) => [id, change]), [[first.id, 4]]);
  assert.equal((await ok(technician, 'GET', 'sessions/edited')).session.last_change, 4);
  [socket, room].forEach((who) => who.leave());
});

test('a message is deleted: nothing of it is left but its place', async () => {
  const token = client('eraser');
  const first = await post(token, 'erased', 'secret one');
  await ok(token, 'PATCH', `messages/${first.id}`, { content: 'secret two' });
  const quote = await post(technician, 'erased', 'quoting', { reply_to_message_id: first.id });
  const [socket, room, staff] = [await ChatClient.join(server, token, 'erased'), await RoomClient.join(server, 'erased', technician), await ChatClient.connect(server, technician)];
  const { message } = await ok(technician, 'DELETE', `messages/${first.id}`);
  assert.deepEqual([message.content, message.metadata, message.seq, message.change], ['', {}, 1, 4]);
  assert.deepEqual(await socket.waitFor('message_deleted'), {
    session_id: first.session_id,
    message_id: first.id,
    seq: 1,
    number: first.number,
    change: 4,
    deleted_at: message.deleted_at,
    user_id: 'tech-ops-1',
    user_name: 'Arta',
    timestamp: message.deleted_at,
  });
  const heard = (await room.waitFor((frame) => frame.type === 'message_deleted')).data;
  assert.deepEqual([heard.id, heard.text, heard.deleted_at], [first.number, '', message.deleted_at]);
  assert.equal((await staff.waitFor('session_updated', (data) => data.session.last_change === 4)).session.last_message, undefined); // not the last
  await ok(technician, 'DELETE', `messages/${quote.id}`);
  assert.equal((await staff.waitFor('session_updated', (data) => data.session.last_change === 5)).session.last_message.excerpt, '');
  assert.deepEqual((await ok(technician, 'DELETE', `messages/${first.id}`)).message, message);
  assert.deepEqual((await ok(technician, 'GET', `messages/${first.id}/versions`)).versions, []);
  await refused(token, 'PATCH', `messages/${first.id}`, { content: 'again' }, 409, 'conflict');
  const text = JSON.stringify([await page(token, 'erased'), (await ok(technician, 'GET', 'sessions/erased')).session, (await request(server, '/chat/history?room=erased', { token })).body]);
  assert.ok(!text.includes('secret') && !text.includes('quoting'), text);
  [socket, room, staff].forEach((who) => who.leave());
});

test('what is read and unread is counted right', async () => {
  const [ana, bob] = [client('count-ana'), client('count-bob')];
  const { session } = await ok(technician, 'POST', 'sessions', { participants: ['count-ana', 'count-bob'] }, 201);
  const sent = [];
  for (const [who, text] of [[ana, 'a1'], [bob, 'b1'], [ana, 'a2'], [ana, 'a3']]) sent.push(await post(who, session.id, text));
  const unread = async (who) => (await ok(who, 'GET', `sessions/${session.id}`)).session.unread_count;
  assert.deepEqual([await unread(ana), await unread(bob), await unread(technician)], [1, 3, 4]);
  await ok(ana, 'DELETE', `messages/${sent[2].id}`);
  assert.deepEqual([await unread(ana), await unread(bob), await unread(technician)], [1, 2, 3]);
  const watcher = await ChatClient.join(server, ana, session.id);
  assert.deepEqual(await ok(bob, 'PUT', `messages/${session.id}/read`, { up_to_message_id: sent[2].id }), { read_count: 1, unread_count: 1 });
  assert.equal((await watcher.waitFor('messages_read')).read_count, 1);
  assert.deepEqual(await ok(bob, 'PUT', `messages/${session.id}/read`, { up_to_message_id: sent[0].id }), { read_count: 0, unread_count: 1 });
  assert.deepEqual(await ok(bob, 'PUT', `messages/${session.id}/read`, { up_to_message_id: sent[3].id }), { read_count: 1, unread_count: 0 });
  const { members } = (await ok(ana, 'GET', `sessions/${session.id}`)).session;
  assert.deepEqual(members.map(({ user_id: id, online, read_seq: read }) => [id, online, read]).sort(), [['count-ana', true, 0], ['count-bob', false, 4]]);
  assert.deepEqual(watcher.session.members.map(({ user_id: id }) => id).sort(), ['count-ana', 'count-bob']);
  assert.ok((await ok(technician, 'GET', 'sessions')).sessions.every((one) => one.members === undefined));
  watcher.leave();
});

test('what is malformed is refused by its name', async () => {
  const { id, session_id: session } = await post(technician, 'strict', 'x');
  const long = (n) => 'x'.repeat(n);
  const bodies = {
    sessions: ['POST', 'sessions', [[{ participants: 'a' }, 'participants'], [{ participants: [7] }, 'participants'], [{ participants: [''] }, 'participants'], [{ participants: [long(129)] }, 'participants'], [{ type: 'Support' }, 'type'], [{ title: long(201) }, 'title'], [{ title: 7 }, 'title'], [{ title: 'a\u0000' }, 'title'], [{ booking_id: [] }, 'booking_id'], [{ room: 'a b' }, 'room'], [{ room: randomUUID() }, 'room']]],
    session: ['PATCH', `sessions/${session}`, [[{}, undefined], [{ status: 'open' }, 'status'], [{ priority: 1 }, 'priority'], [{ labels: 'a' }, 'labels'], [{ labels: [long(51)] }, 'labels'], [{ labels: Array(21).fill('a') }, 'labels'], [{ assignee: long(129) }, 'assignee'], [{ title: '\ud800' }, 'title']]],
    messages: ['POST', 'messages', [[{ session_id: session }, 'content'], [{ content: 'x' }, 'session_id'], [{ session_id: session, content: ' ' }, 'content'], [{ session_id: session, content: 'x', type: 'video' }, 'type'], [{ session_id: session, content: 'x', reply_to_message_id: 'x' }, 'reply_to_message_id'], [{ session_id: session, content: 'x', reply_to_message_id: randomUUID() }, 'reply_to_message_id'], [{ session_id: session, content: 'x', metadata: [] }, 'metadata'], [{ session_id: 'a b', content: 'x' }, 'session_id']]],
    message: ['PATCH', `messages/${id}`, [[{}, 'content'], [{ content: '' }, 'content'], [{ content: 7 }, 'content'], [{ metadata: 'x' }, 'metadata']]],
    read: ['PUT', `messages/${session}/read`, [[{}, 'up_to_message_id'], [{ up_to_message_id: 'x' }, 'up_to_message_id'], [{ up_to_message_id: randomUUID() }, 'up_to_message_id'], [{ up_to_message_id: 7 }, 'up_to_message_id']]],
  };
  for (const [method, path, rows] of Object.values(bodies)) {
    for (const [json, field] of rows) await refused(technician, method, path, json, 400, 'bad_request', field);
    for (const body of ['', '[]', 'null', '{', '{"a":1}x', '"x"', `${'['.repeat(70)}`]) assert.equal((await call(technician, method, path, undefined, { body, headers: { 'content-type': 'application/json' } })).status, 400, `${method} ${path} ${body}`);
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
      const answer = await call(technician, method, path, undefined, { body: 'content=x&session_id=strict', headers: { 'content-type': type } });
      assert.deepEqual([answer.status, answer.body.error], [415, 'unsupported_type'], `${method} ${path} ${type}`);
    }
  }
  await refused(technician, 'PATCH', `messages/${id}`, { content: long(16 * 1024 + 1) }, 413, 'too_large', 'content');
  await refused(technician, 'PATCH', `messages/${id}`, { metadata: { a: long(4096) } }, 413, 'too_large', 'metadata');
  for (const name of ['x', '0', '-1', '1.5', '01', '99999999999999999999', `${id}x`]) {
    await refused(technician, 'PATCH', `messages/${name}`, { content: 'x' }, 400, 'bad_request', 'id');
    await refused(technician, 'DELETE', `messages/${name}`, undefined, 400, 'bad_request', 'id');
    await refused(technician, 'GET', `messages/${name}/versions`, undefined, 400, 'bad_request', 'id');
  }
  for (const name of [randomUUID(), '999999999']) {
    await refused(technician, 'PATCH', `messages/${name}`, { content: 'x' }, 404, 'not_found');
    await refused(technician, 'DELETE', `messages/${name}`, undefined, 404, 'not_found');
    await refused(client('nobody'), 'DELETE', `messages/${name}`, undefined, 403, 'forbidden');
  }
  await refused(technician, 'PATCH', `sessions/${randomUUID()}`, { title: 'x' }, 404, 'not_found');
  assert.deepEqual((await page(technician, 'strict')).map(({ content }) => content), ['x']);
});

test('other methods are 405, other paths 404, and nobody comes in without a token', async () => {
  const writes = [['POST', 'sessions'], ['PATCH', 'sessions/strict'], ['POST', 'messages'], ['PATCH', 'messages/1'], ['DELETE', 'messages/1'], ['GET', 'messages/1/versions'], ['PUT', 'messages/strict/read']];
  for (const [method, path] of writes) {
    for (const token of [undefined, 'rubbish']) assert.equal((await call(token, method, path, method === 'GET' ? undefined : {})).status, 401, `${method} ${path}`);
    const foreign = await call(technician, method, path, method === 'GET' ? undefined : {}, { headers: { origin: 'https://evil.example' } });
    assert.equal(foreign.status, 403);
  }
  for (const [method, path] of [['PUT', 'sessions'], ['DELETE', 'sessions/strict'], ['POST', 'sessions/strict'], ['GET', 'messages'], ['PUT', 'messages/strict'], ['POST', 'messages/strict/read'], ['GET', 'messages/strict/read'], ['DELETE', 'messages/1/versions']]) {
    const answer = await call(technician, method, path);
    assert.deepEqual([answer.status, answer.body.error], [405, 'method_not_allowed'], `${method} ${path}`);
    assert.ok(answer.headers.get('allow'));
  }
  for (const path of ['messages/1/version', 'sessions/strict/members', 'session']) assert.equal((await call(technician, 'GET', path)).status, 404, path);
});
