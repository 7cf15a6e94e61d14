// What PROTOCOL.md says under "The chat API", asked over REST: sessions and pages of messages.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

let server;
before(async () => (server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0 } })));
after(() => server.stop());

const technician = mint({ sub: 'tech-ops-1', role: 'technician', name: 'Arta' });
const client = (name, more = {}) => mint({ sub: name, role: 'client', ...more });

const get = (token, path) => request(server, `/api/chat/${path}`, { token });
async function ok(token, path) {
  const { status, body } = await get(token, path);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
async function refused(token, path, status, error, field) {
  const answer = await get(token, path);
  assert.equal(answer.status, status, `${path}: ${JSON.stringify(answer.body)}`);
  assert.equal(answer.body.error, error);
  assert.equal(answer.body.field, field);
  assert.ok(answer.body.message.length > 0);
}
async function post(token, room, text, more = {}) {
  const { status, body } = await send(server, token, { room, text, ...more });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

test('a session has its shape', async () => {
  const ana = client('ana', { name: 'Ana' });
  const first = await post(ana, 'shape-1', 'Përshëndetje 🚀');
  const { session } = await ok(technician, 'sessions/shape-1');
  assert.match(session.id, uuid);
  assert.match(session.created_at, time);
  assert.deepEqual(session, {
    id: first.session_id,
    room: 'shape-1',
    participants: ['ana'],
    type: 'support',
    booking_id: null,
    bookings: null,
    status: 'active',
    title: null,
    created_at: session.created_at,
    closed_at: null,
    last_message_at: first.ts,
    last_seq: 1,
    last_change: 1,
    read_seq: 0,
    unread_count: 1,
    participants_online: 0,
    assignee: null,
    labels: [],
    priority: 'normal',
    members: [{ user_id: 'ana', user_name: 'Ana', role: 'client', online: false, read_seq: 0, delivered_seq: 0 }],
    contact: { user_id: 'ana', user_name: 'Ana', role: 'client', online: false },
    last_message: { seq: 1, type: 'text', excerpt: 'Përshëndetje 🚀', sender_id: 'ana', sender_name: 'Ana', role: 'client', created_at: first.ts },
  });
  assert.deepEqual(await ok(technician, `sessions/${session.id}`), { session });
  const own = (await ok(ana, 'sessions/shape-1')).session;
  assert.equal(own.unread_count, 0); // one's own never count
});

test('a message has its shape', async () => {
  const bob = client('bob', { name: 'Bob' });
  const first = await post(bob, 'shape-2', 'one', { client_msg_id: 'c-1' });
  const answer = await post(technician, 'shape-2', 'two', { reply_to: first.id, role: 'system', sender: 'AGI-Core' });
  const { messages, has_more: hasMore } = await ok(bob, 'messages/shape-2');
  assert.equal(hasMore, false);
  const common = { session_id: first.session_id, room: 'shape-2', type: 'text', attachment: null, metadata: {}, status: 'sent', is_read: false, edited_at: null, deleted_at: null };
  assert.deepEqual(messages, [
    { ...common, id: first.message_id, seq: 1, number: first.id, content: 'one', sender_id: 'bob', sender_name: 'Bob', sender_role: 'client', role: 'client', sender: 'bob', reply_to_message_id: null, reply_to: null, client_msg_id: 'c-1', change: 1, created_at: first.ts },
    {
      ...common,
      id: answer.message_id,
      seq: 2,
      number: answer.id,
      content: 'two',
      sender_id: 'tech-ops-1',
      sender_name: messages[1].sender_name,
      sender_role: 'technician',
      role: 'system',
      sender: 'AGI-Core',
      reply_to_message_id: first.message_id,
      reply_to: { id: first.message_id, number: first.id, sender_name: 'Bob', excerpt: 'one' },
      client_msg_id: null,
      change: 2,
      created_at: answer.ts,
    },
  ]);
});

test('messages are paged by every anchor', async () => {
  const token = client('pager');
  const sent = [];
  for (let i = 1; i <= 7; ++i) sent.push(await post(token, 'pages', `${i}`));
  const page = async (query) => {
    const { messages, has_more: hasMore } = await ok(token, `messages/pages?${query}`);
    return [messages.map(({ content }) => content).join(''), hasMore];
  };
  assert.deepEqual(await page(''), ['1234567', false]);
  assert.deepEqual(await page('limit=3'), ['567', true]);
  assert.deepEqual(await page('limit=3&offset=3'), ['234', true]);
  assert.deepEqual(await page('limit=3&offset=6'), ['1', false]);
  assert.deepEqual(await page('limit=3&offset=1000000'), ['', false]);
  assert.deepEqual(await page(`limit=2&before=${sent[4].message_id}`), ['34', true]);
  assert.deepEqual(await page(`limit=2&offset=1&before=${sent[4].message_id}`), ['23', true]);
  assert.deepEqual(await page('limit=3&after_seq=2'), ['345', true]);
  assert.deepEqual(await page('after_seq=7'), ['', false]);
  assert.deepEqual(await page('after_seq=0'), ['1234567', false]);
  assert.deepEqual(await page('limit=3&after_change=4'), ['567', false]);
  assert.deepEqual(await page('before=2001-01-01T00:00:00Z'), ['', false]);
  assert.deepEqual(await page(`before=${encodeURIComponent('2999-01-01T00:00:00+02:00')}&limit=1`), ['7', true]);
  const [byTime] = await page(`before=${sent[3].ts}`);
  assert.equal(byTime, sent.filter(({ ts }) => ts < sent[3].ts).map(({ text }) => text).join(''));
});

test('sessions are paged without a gap or a double, the last active first', async () => {
  const token = client('lister');
  const rooms = Array.from({ length: 7 }, (_, i) => `list-${i}`);
  for (const room of rooms) await post(token, room, 'hello');
  await post(token, 'list-2', 'to the top');
  const expected = ['list-2', ...rooms.filter((room) => room !== 'list-2').reverse()];
  for (const limit of [1, 3, 7, 200]) {
    const found = [];
    let cursor = '';
    do {
      const { sessions, next_cursor: next } = await ok(token, `sessions?limit=${limit}&cursor=${encodeURIComponent(cursor)}`);
      assert.ok(sessions.length <= limit && (sessions.length === limit || next === null));
      found.push(...sessions.map(({ room }) => room));
      cursor = next;
    } while (cursor !== null);
    assert.deepEqual(found, expected);
  }
});

test('sessions are filtered', async () => {
  await post(client('filter-zef', { name: 'Zef Gjergji' }), 'filter_one', 'x');
  await post(client('filter-era', { name: 'Era' }), 'filter-two', 'x');
  const rooms = async (query) => (await ok(technician, `sessions?${query}`)).sessions.map(({ room }) => room).filter((room) => room.startsWith('filter'));
  assert.deepEqual(await rooms('q=FILTER'), ['filter-two', 'filter_one']);
  assert.deepEqual(await rooms('q=filter_'), ['filter_one']);
  assert.deepEqual(await rooms('q=gjergJI'), ['filter_one']);
  assert.deepEqual(await rooms('q=filter-era'), ['filter-two']);
  assert.deepEqual(await rooms('q=%25'), []);
  assert.deepEqual(await rooms('q=filter&status=active&type=support'), ['filter-two', 'filter_one']);
  assert.deepEqual(await rooms('q=filter&status=closed'), []);
  assert.deepEqual(await rooms('q=filter&type=booking'), []);
  assert.deepEqual(await rooms('q=filter&status=&type=&cursor='), ['filter-two', 'filter_one']);
});

test('presence and delivery are told', { timeout: 30_000 }, async () => {
  const token = client('watched');
  await post(token, 'watched', 'before anybody came');
  const status = async () => (await ok(token, 'messages/watched')).messages.map((message) => message.status);
  assert.deepEqual(await status(), ['sent']);
  const watcher = await RoomClient.join(server, 'watched', technician);
  assert.equal((await ok(token, 'sessions/watched')).session.participants_online, 1);
  await post(token, 'watched', 'somebody is in');
  assert.deepEqual(await status(), ['delivered', 'delivered']);
  const last = (await ok(token, 'messages/watched?limit=1')).messages[0];
  watcher.send({ type: 'read', up_to: last.number });
  await watcher.waitFor((frame) => frame.type === 'read', 'read');
  assert.deepEqual(await status(), ['read', 'read']);
  const { session } = await ok(technician, 'sessions/watched');
  assert.equal(session.read_seq, 2);
  assert.equal(session.unread_count, 0);
  watcher.leave();
});

test('what is malformed is refused by its name', async () => {
  await post(client('strict'), 'strict', 'x');
  const foreign = await post(client('strict'), 'strict-2', 'x');
  for (const limit of ['0', '201', '-1', 'x', '1.5', '']) {
    await refused(technician, `sessions?limit=${limit}`, 400, 'bad_request', 'limit');
    await refused(technician, `messages/strict?limit=${limit}`, 400, 'bad_request', 'limit');
  }
  await refused(technician, 'sessions?status=open', 400, 'bad_request', 'status');
  await refused(technician, 'sessions?type=Support', 400, 'bad_request', 'type');
  await refused(technician, `sessions?q=${'x'.repeat(129)}`, 400, 'bad_request', 'q');
  await refused(technician, 'sessions?q=a%00b', 400, 'bad_request', 'q');
  for (const cursor of ['x', '1', '!!!!', 'AAAA', 'A'.repeat(31), 'A'.repeat(33), `${'A'.repeat(31)}=`, "' OR 1=1"])
    await refused(technician, `sessions?cursor=${encodeURIComponent(cursor)}`, 400, 'bad_request', 'cursor');
  for (const before of ['yesterday', '2025-13-01T00:00:00Z', '1', foreign.message_id, '019a0607-7b50-7c3e-8f10-2b64f1a0c5d2'])
    await refused(technician, `messages/strict?before=${before}`, 400, 'bad_request', 'before');
  for (const name of ['offset', 'after_seq', 'after_change']) {
    for (const value of ['-1', 'x', '9007199254740993']) await refused(technician, `messages/strict?${name}=${value}`, 400, 'bad_request', name);
  }
  await refused(technician, 'messages/strict?after_seq=1&after_change=1', 400, 'bad_request', 'after_change');
  await refused(technician, 'messages/strict?after_seq=1&before=2025-01-01T00:00:00Z', 400, 'bad_request', 'after_seq');
  await refused(technician, 'messages/strict?after_seq=1&offset=1', 400, 'bad_request', 'offset');
  for (const id of ['a%20b', 'x'.repeat(129), '%F0%9F%9A%80']) {
    await refused(technician, `sessions/${id}`, 400, 'bad_request', 'id');
    await refused(technician, `messages/${id}`, 400, 'bad_request', 'id');
  }
  assert.equal((await request(server, '/api/chat/sessions', { token: technician, method: 'DELETE' })).status, 405);
});

const roles = { client: false, reader: false, technician: true, admin: true, super_admin: true };
for (const [role, everywhere] of Object.entries(roles)) {
  test(`${role}: what it sees, and what it does not`, async () => {
    const token = mint({ sub: `api-${role}`, role });
    await post(token, `api-own-${role}`, 'mine');
    await post(client(`api-owner-${role}`), `api-foreign-${role}`, 'not yours');
    const listed = (await ok(token, `sessions?limit=200&q=api-`)).sessions.map(({ room }) => room);
    assert.ok(listed.includes(`api-own-${role}`));
    assert.equal(listed.includes(`api-foreign-${role}`), everywhere);
    await ok(token, `sessions/api-own-${role}`);
    await ok(token, `messages/api-own-${role}`);
    for (const door of ['sessions', 'messages']) {
      if (everywhere) {
        await ok(token, `${door}/api-foreign-${role}`);
        await refused(token, `${door}/api-nowhere`, 404, 'not_found');
      } else {
        await refused(token, `${door}/api-foreign-${role}`, 403, 'forbidden');
        await refused(token, `${door}/api-nowhere`, 403, 'forbidden'); // says nothing of what it guards
      }
    }
    const limited = mint({ sub: `api-${role}`, role, rooms: [`api-own-*`] });
    const seen = (await ok(limited, 'sessions?limit=200')).sessions.map(({ room }) => room);
    assert.ok(seen.length > 0 && seen.every((room) => room.startsWith('api-own-')), seen.join());
    await refused(limited, `sessions/api-foreign-${role}`, 403, 'forbidden');
    await refused(limited, `messages/api-foreign-${role}`, 403, 'forbidden');
  });
}

test('nobody without a token, and no page of a foreign origin', async () => {
  for (const path of ['sessions', 'sessions/strict', 'messages/strict']) {
    assert.equal((await get(undefined, path)).status, 401);
    assert.equal((await get('rubbish', path)).status, 401);
    const foreign = await request(server, `/api/chat/${path}`, { token: technician, headers: { origin: 'https://evil.example' } });
    assert.equal(foreign.status, 403);
  }
});
