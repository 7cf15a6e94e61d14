// Socket.IO by the client that the world uses, unmodified, over each transport (ULTRACOM_TRANSPORTS): who may come in, what they can do, what they
// hear, and how each failure looks.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';

import { ChatClient } from './lib/chat.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const options = { timeout: 30_000 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const technician = mint({ sub: 'tech-1', role: 'technician', name: 'Arta' });
const client = mint({ sub: 'client-1', role: 'client', name: 'Besa' });

let server;
let rooms = 0;
const newRoom = () => `room-${(rooms += 1)}`;
before(async () => (server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0 } })));
after(() => server.stop());

/** A client and a technician in one new room. */
async function pair(t) {
  const room = newRoom();
  const customer = await ChatClient.join(server, client, room);
  const staff = await ChatClient.join(server, technician, room);
  t.after(() => [customer, staff].forEach((one) => one.leave()));
  return { room, id: customer.session.id, customer, staff };
}

// ---- Coming in

test('the token may be in the auth payload, in a header, or in the query', options, async () => {
  const others = [{ extraHeaders: { Authorization: `Bearer ${client}` } }, { extraHeaders: { 'x-auth-token': client } }, { query: { token: client } }];
  for (const options of others) {
    const one = await ChatClient.connect(server, undefined, options);
    assert.equal((await one.ask('join_session', { session_id: `of-${options.query ? 'query' : Object.keys(options.extraHeaders)[0]}` })).ok, true);
    one.leave();
  }
  const both = await ChatClient.connect(server, client, { extraHeaders: { 'x-auth-token': 'bad' } });
  assert.match(both.socket.id, /^[\w-]{20}$/);
  assert.notEqual(both.socket.id, both.socket.io.engine.id, "the transport's id is a secret");
  both.leave();
});

const refusedTokens = [
  ['none', undefined],
  ['an empty one', ''],
  ['no token', 'hello'],
  ['one of another secret', mint({ sub: 'x', role: 'client' }, { key: 'another-secret-of-more-than-32-bytes!' })],
  ['one that has ended', mint({ sub: 'x', role: 'client', exp: 1_000_000 })],
  ['a number', 7],
];
for (const [name, token] of refusedTokens) {
  test(`a token refused: ${name}`, options, async () => {
    const one = new ChatClient(server, token);
    const error = await one.waitFor('connect_error');
    assert.equal(error.data.code, 'unauthorized');
    assert.ok(error.message.length > 10 && !error.message.includes('.ey'), error.message);
    assert.equal(one.socket.active, false, 'the client would try again by itself');
    one.leave();
  });
}

test('after a refusal, the same connection may try another token', options, async () => {
  const one = new ChatClient(server, 'bad');
  await one.waitFor('connect_error');
  one.socket.auth = { token: client };
  one.socket.connect();
  await one.waitFor('connect');
  one.leave();
});

test('a namespace that is not there', options, async () => {
  const one = new ChatClient({ url: `${server.url}/admin` }, client);
  const error = await one.waitFor('connect_error');
  assert.equal(error.message, 'Invalid namespace');
  one.leave();
});

// ---- Joining

test('joining tells who is there and how the session stands', options, async (t) => {
  const { room, id, customer, staff } = await pair(t);
  const told = await staff.waitFor('session_joined');
  assert.equal(told.session_id, id);
  assert.deepEqual(told.participants_online, [
    { user_id: 'client-1', user_name: 'Besa', role: 'client' },
    { user_id: 'tech-1', user_name: 'Arta', role: 'technician' },
  ]);
  assert.equal(told.online_count, 2);
  assert.deepEqual(told.session, staff.session);
  assert.match(id, uuid);
  const { created_at, ...session } = customer.session;
  assert.match(created_at, time);
  assert.deepEqual(session, {
    id, room, participants: ['client-1'], type: 'support', booking_id: null, bookings: null, status: 'active', title: null, closed_at: null, last_message_at: null,
    assignee: null, labels: [], priority: 'normal',
    members: [{ user_id: 'client-1', user_name: 'Besa', role: 'client', online: true, read_seq: 0, delivered_seq: 0 }],
    last_seq: 0, last_change: 0, read_seq: 0, unread_count: 0, participants_online: 1, last_message: null,
    contact: { user_id: 'client-1', user_name: 'Besa', role: 'client', online: true },
  });
});

test('others hear who comes and who goes; the one who does, does not', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  const { timestamp, ...joined } = await customer.waitFor('user_joined');
  assert.match(timestamp, time);
  assert.deepEqual(joined, { session_id: id, user_id: 'tech-1', user_name: 'Arta', role: 'technician', online_count: 2 });
  assert.deepEqual(staff.named('user_joined'), []);
  assert.deepEqual(await staff.ask('leave_session', { session_id: id }), { ok: true });
  const left = await customer.waitFor('user_left', undefined, { withinMs: 12_000 });
  assert.deepEqual([left.user_id, left.online_count], ['tech-1', 1]);
  await customer.send(id, 'are you there?');
  await staff.settle(id);
  assert.deepEqual(staff.named('new_message'), [], 'it has left');
});

test('joining twice is being there once', options, async (t) => {
  const { room, id, customer, staff } = await pair(t);
  const again = await staff.ask('join_session', { session_id: room });
  assert.deepEqual([again.ok, again.session.id], [true, id]);
  await customer.send(id, 'once');
  await staff.waitFor('new_message');
  await staff.settle(id);
  assert.equal(staff.named('new_message').length, 1);
  await customer.settle(id);
  assert.equal(customer.named('user_joined').length, 1);
});

test('left while it is being joined: it stays left', options, async (t) => {
  const { room, id, customer, staff } = await pair(t);
  const other = await ChatClient.connect(server, mint({ sub: 'tech-2', role: 'technician' }));
  t.after(() => other.leave());
  const join = other.ask('join_session', { session_id: room });
  const leave = other.ask('leave_session', { session_id: room });
  const joined = await join; // it may have been through before the leave came
  assert.ok(joined.ok || joined.error === 'conflict', JSON.stringify(joined));
  assert.equal((await leave).ok, true);
  await customer.send(id, 'for those who are here');
  await staff.waitFor('new_message');
  await other.settle(id);
  assert.deepEqual(other.named('new_message'), []);
});

// ---- Messages

test('a message: the ack after it is stored, and the same to everybody in the session', options, async (t) => {
  const { room, id, customer, staff } = await pair(t);
  const clientMsgId = randomUUID();
  const { ok, message } = await customer.send(id, '  Përshëndetje! 🚀\n"quoted"  ', { type: 'text', client_msg_id: clientMsgId, metadata: { page: '/a', n: [1, null] } });
  assert.equal(ok, true);
  const { created_at, number, id: messageId, ...rest } = message;
  assert.match(created_at, time);
  assert.match(messageId, uuid);
  assert.ok(Number.isInteger(number));
  assert.deepEqual(rest, {
    session_id: id, room, seq: 1, type: 'text', content: 'Përshëndetje! 🚀\n"quoted"', sender_id: 'client-1', sender_name: 'Besa', sender_role: 'client',
    role: 'client', sender: 'client-1', reply_to_message_id: null, reply_to: null, attachment: null, metadata: { page: '/a', n: [1, null] },
    status: 'delivered', is_read: false, client_msg_id: clientMsgId, change: message.change, edited_at: null, deleted_at: null,
  });
  assert.deepEqual(await staff.waitFor('new_message'), message);
  assert.deepEqual(await customer.waitFor('new_message'), message, 'its sender hears it too');
  const answer = await staff.send(room, 'Mirëdita', { reply_to_message_id: messageId });
  assert.deepEqual(answer.message.reply_to, { id: messageId, number, sender_name: 'Besa', excerpt: 'Përshëndetje! 🚀\n"quoted"' });
  const page = await request(server, `/api/chat/messages/${id}`, { token: client });
  assert.deepEqual(page.body.messages.map((one) => one.content), ['Përshëndetje! 🚀\n"quoted"', 'Mirëdita']);
});

test('a message without an ack arrives as well, and in order', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  for (let i = 0; i < 50; i += 1) customer.say('send_message', { session_id: id, content: String(i) });
  await staff.waitFor('new_message', (message) => message.content === '49');
  assert.deepEqual(staff.named('new_message').map((message) => [message.seq, message.content]), Array.from({ length: 50 }, (_, i) => [i + 1, String(i)]));
});

test('sent twice under one client_msg_id: stored once, told once, answered twice', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  const client_msg_id = randomUUID();
  const [first, second] = [await customer.send(id, 'once', { client_msg_id }), await customer.send(id, 'once', { client_msg_id })];
  assert.equal(first.message.id, second.message.id);
  assert.equal(second.ok, true);
  const other = await customer.send(id, 'another text', { client_msg_id });
  assert.deepEqual([other.ok, other.error], [false, 'conflict']);
  await staff.waitFor('new_message');
  await staff.settle(id);
  assert.equal(staff.named('new_message').length, 1);
});

test('one connection in many sessions hears of each, and of no other', options, async (t) => {
  const names = [newRoom(), newRoom(), newRoom()];
  const customer = await ChatClient.join(server, client, ...names);
  const staff = await ChatClient.join(server, technician, names[0], names[2]);
  t.after(() => [customer, staff].forEach((one) => one.leave()));
  for (const name of names) await customer.send(name, `in ${name}`);
  for (const one of [staff, customer]) await one.waitFor('new_message', (message) => message.room === names[2]);
  await staff.settle(names[0]);
  assert.deepEqual(staff.named('new_message').map((message) => message.room), [names[0], names[2]]);
  assert.equal(customer.named('new_message').length, 3);
});

test('who speaks another protocol in the same session hears and is heard', options, async (t) => {
  const { room, id, customer } = await pair(t);
  const page = await RoomClient.join(server, room, mint({ sub: 'tech-9', role: 'technician' }));
  t.after(() => page.leave());
  assert.equal((await customer.waitFor('user_joined', (data) => data.user_id === 'tech-9')).online_count, 3);
  const { message } = await customer.send(id, 'from Socket.IO');
  const heard = await page.waitFor((frame) => frame.type === 'message');
  assert.deepEqual([heard.data.text, heard.data.id, heard.data.message_id], ['from Socket.IO', message.number, message.id]);
  page.send({ text: 'from the room', client_msg_id: 'c-1' });
  const back = await customer.waitFor('new_message', (data) => data.content === 'from the room');
  assert.deepEqual([back.sender_id, back.client_msg_id, back.seq], ['tech-9', 'c-1', 2]);
  page.send({ type: 'typing', is_typing: true });
  assert.equal((await customer.waitFor('user_typing')).user_id, 'tech-9');
  customer.say('typing_start', { session_id: id });
  await page.waitFor((frame) => frame.type === 'typing' && frame.data.user_id === 'client-1' && frame.data.is_typing, 'typing');
  page.send({ type: 'read', up_to: message.number });
  assert.equal((await customer.waitFor('messages_read')).up_to_message_id, message.id);
  await send(server, technician, { room, text: 'and over REST' });
  await customer.waitFor('new_message', (data) => data.content === 'and over REST');
});

// ---- Reading, typing, presence

test('reading: the count to the reader, the news to all, on each of the reader\'s connections', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  const elsewhere = await ChatClient.connect(server, technician);
  t.after(() => elsewhere.leave());
  const sent = [];
  for (const text of ['one', 'two', 'three']) sent.push((await customer.send(id, text)).message);
  assert.deepEqual(await staff.ask('mark_messages_read', { session_id: id, up_to_message_id: sent[1].id }), { ok: true, read_count: 2, unread_count: 1 });
  const { timestamp, ...told } = await customer.waitFor('messages_read');
  assert.match(timestamp, time);
  assert.deepEqual(told, { session_id: id, user_id: 'tech-1', user_name: 'Arta', up_to_message_id: sent[1].id, up_to_seq: 2, read_count: 2 });
  assert.equal((await elsewhere.waitFor('messages_read')).session_id, id, 'a second console clears its badge');
  await staff.waitFor('messages_read');
  assert.deepEqual(await staff.ask('mark_messages_read', { session_id: id, up_to_message_id: sent[0].id }), { ok: true, read_count: 0, unread_count: 1 });
  await customer.settle(id);
  assert.equal(customer.named('messages_read').length, 1, 'nothing new was read');
  assert.equal(staff.named('messages_read').length, 1, 'twice to one connection');
});

test('typing is told to the others', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  assert.deepEqual(await customer.ask('typing_start', { session_id: id }), { ok: true });
  const { timestamp, ...typing } = await staff.waitFor('user_typing');
  assert.match(timestamp, time);
  assert.deepEqual(typing, { session_id: id, user_id: 'client-1', user_name: 'Besa' });
  customer.say('typing_stop', { session_id: id });
  assert.equal((await staff.waitFor('user_stopped_typing')).user_id, 'client-1');
  assert.deepEqual([...customer.named('user_typing'), ...customer.named('user_stopped_typing')], []);
});

test('who is online, as ack and as event', options, async (t) => {
  const { room, id, customer } = await pair(t);
  const expected = { session_id: id, users: ['client-1', 'tech-1'], count: 2 };
  assert.deepEqual(await customer.ask('get_online_users', { session_id: room }), { ok: true, ...expected });
  assert.deepEqual(await customer.waitFor('online_users'), expected);
});

test('what waited for somebody is delivered when they come', options, async (t) => {
  const room = newRoom();
  const customer = await ChatClient.join(server, client, room);
  t.after(() => customer.leave());
  const { message } = await customer.send(room, 'anybody?');
  assert.equal(message.status, 'sent');
  const staff = await ChatClient.join(server, technician, room);
  t.after(() => staff.leave());
  const delivered = await customer.waitFor('message_delivered');
  assert.deepEqual([delivered.session_id, delivered.message_id, delivered.up_to_seq, delivered.user_id], [message.session_id, message.id, 1, 'tech-1']);
});

test('typing is told once a second, and ends by silence, by a message, and by leaving', options, async (t) => {
  const { id, customer, staff } = await pair(t);
  const starts = () => staff.named('user_typing').length;
  const stops = () => staff.named('user_stopped_typing').length;
  for (let i = 0; i < 5; i += 1) await customer.ask('typing_start', { session_id: id });
  await staff.settle(id);
  assert.equal(starts(), 1, 'five times at once is once');
  await staff.waiters.until(() => stops() === 1, 'the end by silence', 8_000);
  await customer.ask('typing_start', { session_id: id });
  await staff.waiters.until(() => starts() === 2, 'a new beginning');
  await customer.send(id, 'typed');
  await staff.waiters.until(() => stops() === 2, 'the end by a message');
  await new Promise((resolve) => setTimeout(resolve, 1_100)); // a beginning is told once a second
  await customer.ask('typing_start', { session_id: id });
  await staff.waiters.until(() => starts() === 3, 'one more');
  await customer.ask('leave_session', { session_id: id });
  await staff.waiters.until(() => stops() === 3, 'the end by leaving');
});

test('a reload is not a leave; whoever does not come back leaves', options, async (t) => {
  const { room, customer, staff } = await pair(t);
  await customer.waitFor('user_joined');
  staff.socket.io.engine.close();
  const again = await ChatClient.join(server, technician, room);
  again.socket.io.engine.close();
  const left = await customer.waitFor('user_left', undefined, { withinMs: 15_000 });
  assert.deepEqual([left.user_id, left.online_count], ['tech-1', 1]);
  assert.equal(customer.named('user_left').length, 1);
  assert.equal(customer.named('user_joined').length, 1);
});

test('an edited and a deleted message: to all who have joined, and to staff', options, async (t) => {
  const { id, room, customer, staff } = await pair(t);
  const watcher = await ChatClient.connect(server, mint({ sub: 'tech-watch', role: 'technician' }));
  t.after(() => watcher.leave());
  const { message } = await customer.send(id, 'a tpyo');
  const path = `/api/chat/messages/${message.id}`;
  const edited = await request(server, path, { token: client, method: 'PATCH', json: { content: 'a typo' } });
  assert.equal(edited.status, 200, JSON.stringify(edited.body));
  for (const one of [customer, staff]) {
    const told = await one.waitFor('message_updated');
    assert.deepEqual([told.id, told.content, told.session_id, told.seq], [message.id, 'a typo', id, 1]);
    assert.match(told.edited_at, time);
    assert.ok(told.change > message.change);
  }
  assert.equal((await request(server, path, { token: client, method: 'DELETE' })).status, 200);
  for (const one of [customer, staff]) {
    const { change, deleted_at, timestamp, ...told } = await one.waitFor('message_deleted');
    assert.ok(change > message.change + 1);
    assert.match(deleted_at, time);
    assert.match(timestamp, time);
    assert.deepEqual(told, { session_id: id, message_id: message.id, seq: 1, number: message.number, user_id: 'client-1', user_name: 'Besa' });
  }
  const changed = await request(server, `/api/chat/sessions/${room}`, { token: technician, method: 'PATCH', json: { priority: 'high', labels: ['vip'] } });
  assert.equal(changed.status, 200, JSON.stringify(changed.body));
  for (const one of [customer, staff, watcher]) {
    const told = await one.waitFor('session_updated', (data) => data.session.priority === 'high');
    assert.deepEqual([told.session_id, told.session.id, told.session.labels], [id, id, ['vip']]);
  }
  await staff.settle(id);
  assert.equal(staff.named('session_updated').filter((data) => data.session.priority === 'high').length, 1, 'once, though staff have joined');
});

test('bytes in an event are refused; the connection stays', options, async (t) => {
  const { id, customer } = await pair(t);
  const refused = await customer.ask('send_message', { session_id: id, content: Buffer.from('bytes') });
  assert.deepEqual([refused.ok, refused.error], [false, 'bad_request']);
  const nested = await customer.ask('send_message', { session_id: id, content: 'text', metadata: { a: [Buffer.from('x'), Buffer.from('y')] } });
  assert.deepEqual([nested.ok, nested.error], [false, 'bad_request']);
  customer.say('send_message', Buffer.alloc(10_000));
  assert.deepEqual([(await customer.waitFor('error')).error], ['bad_request']);
  assert.equal((await customer.send(id, 'text')).ok, true);
  assert.equal(customer.named('disconnect').length, 0);
});

// ---- What staff hear of sessions that they have not joined

test('staff hear of new sessions and of what changes in them; clients do not', options, async (t) => {
  const staff = await ChatClient.connect(server, technician);
  const bound = await ChatClient.connect(server, mint({ sub: 'tech-bound', role: 'technician', rooms: ['vip-*'] }));
  const stranger = await ChatClient.connect(server, mint({ sub: 'stranger', role: 'client' }));
  const room = newRoom();
  const vip = `vip-${room}`;
  const customer = await ChatClient.join(server, client, room, vip);
  t.after(() => [staff, bound, stranger, customer].forEach((one) => one.leave()));
  const created = await staff.waitFor('session_created', (data) => data.session.room === room);
  assert.equal(created.session_id, created.session.id);
  assert.deepEqual([created.session.participants, created.session.status, created.session.last_seq], [['client-1'], 'active', 0]);
  assert.deepEqual(created.session.contact, { user_id: 'client-1', user_name: 'Besa', role: 'client', online: false });
  const entered = await staff.waitFor('session_updated', (data) => data.session_id === created.session_id && data.session.participants_online === 1);
  assert.deepEqual(entered.session.presence, { user_id: 'client-1', user_name: 'Besa', role: 'client', online: true });

  const { message } = await customer.send(room, 'help');
  const updated = await staff.waitFor('session_updated', (data) => data.session.last_message?.excerpt === 'help');
  assert.equal(updated.session_id, created.session_id);
  assert.deepEqual(updated.session, {
    id: created.session_id, room, status: 'active', last_message_at: message.created_at, last_seq: 1, last_change: message.change,
    last_message: { seq: 1, type: 'text', excerpt: 'help', sender_id: 'client-1', sender_name: 'Besa', role: 'client', created_at: message.created_at },
  });
  assert.deepEqual(staff.named('new_message'), [], 'it has not joined');

  await customer.send(vip, 'vip help');
  await bound.waitFor('session_updated', (data) => data.session.last_message?.excerpt === 'vip help');
  assert.ok([...bound.named('session_created'), ...bound.named('session_updated')].every((data) => data.session.room === vip), 'its token names the rooms that it may hear of');
  await stranger.ask('get_online_users', { session_id: 'nowhere' });
  assert.deepEqual(stranger.events.map((event) => event.name), ['connect']);
});

// ---- Failures

test('without an ack, a failure is an `error` event', options, async (t) => {
  const { id, customer } = await pair(t);
  customer.say('send_message', { session_id: id, content: '   ' });
  const error = await customer.waitFor('error');
  assert.deepEqual([error.error, error.event, error.field], ['bad_request', 'send_message', 'content']);
  assert.ok(error.message);
  customer.say('no_such_event', {});
  assert.equal((await customer.waitFor('error', (data) => data.event === 'no_such_event')).error, 'bad_request');
});

/** [what is wrong, event, arguments, error, field]; `ID` stands for the session's id */
const failures = [
  ['unknown event', 'hello', [{}], 'bad_request'],
  ['no argument', 'join_session', [], 'bad_request'],
  ['an argument of text', 'join_session', ['ID'], 'bad_request'],
  ['no session', 'join_session', [{}], 'bad_request', 'session_id'],
  ['a name that no room may have', 'join_session', [{ session_id: 'a b' }], 'bad_request', 'session_id'],
  ['somebody else\'s session', 'join_session', [{ session_id: 'ID' }], 'forbidden'],
  ['a session that is nowhere', 'join_session', [{ session_id: randomUUID() }], 'forbidden'],
  ['a foreign session to send to', 'send_message', [{ session_id: 'ID', content: 'x' }], 'forbidden'],
  ['a foreign session to read', 'mark_messages_read', [{ session_id: 'ID', up_to_message_id: randomUUID() }], 'forbidden'],
  ['a foreign session to type in', 'typing_start', [{ session_id: 'ID' }], 'forbidden'],
  ['a foreign session to ask about', 'get_online_users', [{ session_id: 'ID' }], 'forbidden'],
  ['no content', 'send_message', [{ session_id: 'mine' }], 'bad_request', 'content'],
  ['16 KiB and one byte', 'send_message', [{ session_id: 'mine', content: 'x'.repeat(16 * 1024 + 1) }], 'too_large', 'content'],
  ['an image without its bytes', 'send_message', [{ session_id: 'mine', content: 'x', type: 'image' }], 'bad_request', 'type'],
  ['an answer to nothing', 'send_message', [{ session_id: 'mine', content: 'x', reply_to_message_id: randomUUID() }], 'bad_request', 'reply_to_message_id'],
  ['metadata of text', 'send_message', [{ session_id: 'mine', content: 'x', metadata: 'a' }], 'bad_request', 'metadata'],
  ['too much metadata', 'send_message', [{ session_id: 'mine', content: 'x', metadata: { a: 'x'.repeat(5000) } }], 'too_large', 'metadata'],
  ['another\'s role', 'send_message', [{ session_id: 'mine', content: 'x', role: 'admin' }], 'forbidden'],
  ['a message that is not there', 'mark_messages_read', [{ session_id: 'mine', up_to_message_id: randomUUID() }], 'bad_request', 'up_to_message_id'],
  ['nothing that was read', 'mark_messages_read', [{ session_id: 'mine' }], 'bad_request', 'up_to_message_id'],
];
test('refusals', { timeout: 60_000 }, async (t) => {
  const { id } = await pair(t);
  const one = await ChatClient.connect(server, mint({ sub: 'somebody', role: 'client' }));
  t.after(() => one.leave());
  const mine = newRoom();
  assert.equal((await one.send(mine, 'so that it is there')).ok, true);
  for (const [what, event, args, error, field] of failures) {
    await t.test(what, options, async () => {
      const meant = JSON.parse(JSON.stringify(args).replaceAll('"ID"', JSON.stringify(id)).replaceAll('"mine"', JSON.stringify(mine)));
      const answer = await one.ask(event, ...meant);
      assert.deepEqual([answer.ok, answer.error, answer.field], [false, error, field], JSON.stringify(answer));
      assert.ok(answer.message.length > 10, answer.message);
    });
  }
  assert.equal((await one.send(mine, 'and goes on')).ok, true);
});

test('a message over the user\'s rate is refused, and not stored', options, async (t) => {
  const strict = await Server.start({ flags: { 'rate-messages': '1/3' } });
  const one = await ChatClient.join(strict, client, 'fast');
  t.after(() => one.leave());
  const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => one.send('fast', String(i))));
  const stored = answers.filter((answer) => answer.ok);
  assert.ok(stored.length >= 3 && stored.length < 6, JSON.stringify(answers.map((answer) => answer.error)));
  assert.ok(answers.filter((answer) => !answer.ok).every((answer) => answer.error === 'rate_limited'));
  await strict.stop();
});

test('a token that ends in the middle ends the connection, after saying why', { timeout: 60_000 }, async (t) => {
  const brief = mint({ sub: 'brief', role: 'client', exp: Math.floor(Date.now() / 1000) - 27 }); // the 30 s of allowed skew end in 3
  const one = await ChatClient.connect(server, brief, { reconnection: true });
  t.after(() => one.leave());
  const error = await one.waitFor('error', undefined, { withinMs: 20_000 });
  assert.deepEqual([error.error, error.event], ['unauthorized', null]);
  assert.equal(await one.waitFor('disconnect'), 'io server disconnect', 'the client would come again with the same token');
});

test('the server goes and comes back: the client too, and nothing is lost or double', { timeout: 60_000 }, async (t) => {
  const own = await Server.start({ flags: { 'rate-messages': 0 } });
  const reconnecting = { reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 200 };
  const one = await ChatClient.connect(own, client, reconnecting);
  t.after(() => one.leave());
  await one.ask('join_session', { session_id: 'lasting' });
  const { message } = await one.send('lasting', 'before', { client_msg_id: 'c-1' });
  await own.kill();
  assert.match(await one.waitFor('disconnect'), /^transport (close|error)$/); // of polling: an error
  await own.launch();
  await one.waitFor('connect', undefined, { from: one.events.findIndex((event) => event.name === 'disconnect') });
  const again = await one.send('lasting', 'before', { client_msg_id: 'c-1' });
  assert.equal(again.message.id, message.id);
  await one.ask('join_session', { session_id: 'lasting' });
  await one.send('lasting', 'after');
  assert.equal((await one.waitFor('new_message', (data) => data.content === 'after')).seq, 2);
  const from = one.events.length;
  assert.equal((await own.stop()).code, 0);
  assert.match(await one.waitFor('disconnect', undefined, { from }), /^transport (close|error)$/);
});

test('the heartbeat: both sides stay as long as it beats', options, async (t) => {
  const quick = await Server.start({ flags: { 'ping-interval': 1, 'ping-timeout': 1 } });
  const one = await ChatClient.connect(quick, client);
  t.after(() => one.leave());
  let pings = 0;
  one.socket.io.on('ping', () => {
    pings += 1;
    one.waiters.wake();
  });
  await one.waiters.until(() => pings >= 3, 'three pings');
  assert.equal(one.socket.connected, true);
  await quick.stop();
});
