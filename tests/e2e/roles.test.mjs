// Role × verb, over every door: what PROTOCOL.md's table says, asked over REST, over the room protocol and over
// Socket.IO.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test, { after, before } from 'node:test';

import { ChatClient } from './lib/chat.mjs';
import { RoomClient } from './lib/room.mjs';
import { mint, request, send, Server } from './lib/server.mjs';

const roles = ['client', 'reader', 'technician', 'admin', 'super_admin'];
const staff = new Set(['technician', 'admin', 'super_admin']);

let server;
before(async () => (server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0 } })));
after(() => server.stop());

const history = (token, room) => request(server, `/chat/history?room=${room}`, { token });

for (const role of roles) {
  const token = mint({ sub: `the-${role}`, role });
  const owner = mint({ sub: `owner-for-${role}`, role: 'client' });
  const own = `own-${role}`;
  const foreign = `foreign-${role}`;
  const everywhere = staff.has(role);

  test(`${role}, in a room that it opened`, { timeout: 30_000 }, async () => {
    const sent = await send(server, token, { room: own, text: 'mine' });
    assert.equal(sent.status, 200);
    assert.equal(sent.body.role, role);
    assert.equal(sent.body.sender, `the-${role}`);
    assert.equal((await history(token, own)).status, 200);

    const watcher = await RoomClient.join(server, own, mint({ sub: 'watcher', role: 'admin' }));
    const client = await RoomClient.join(server, own, token);
    assert.equal((await client.ask({ text: 'over the socket' }, 'message')).role, role);
    client.send({ type: 'typing', is_typing: true });
    await watcher.waitFor((frame) => frame.type === 'typing' && frame.data.user_id === `the-${role}`, 'typing');
    watcher.send({ text: 'read this' }); // its next message may still be the client's
    const last = (await watcher.waitFor((frame) => frame.data.text === 'read this', 'its own message')).data;
    await client.waitFor((frame) => frame.data.id === last.id);
    client.send({ type: 'read', up_to: last.id });
    const read = await watcher.waitFor((frame) => frame.type === 'read', 'read');
    assert.equal(read.data.user_id, `the-${role}`);
    assert.equal(read.data.up_to, last.id);
    client.leave();
    watcher.leave();
  });

  test(`${role}, in somebody else's room: ${everywhere ? 'may' : 'may not, and learns nothing'}`, { timeout: 30_000 }, async () => {
    assert.equal((await send(server, owner, { room: foreign, text: 'private' })).status, 200);
    const [sent, seen] = [await send(server, token, { room: foreign, text: 'me too' }), await history(token, foreign)];
    if (everywhere) {
      assert.deepEqual([sent.status, seen.status], [200, 200]);
      const client = await RoomClient.join(server, foreign, token);
      await client.ask({ text: 'and by socket' }, 'message');
      client.leave();
      return;
    }
    const unknown = await history(token, `nowhere-${role}`);
    assert.deepEqual([sent.status, seen.status, unknown.status], [403, 403, 403]);
    assert.deepEqual(seen.body, unknown.body, 'a refusal tells a foreign room from none');
    const client = new RoomClient(server, foreign, token, { after: 0 });
    assert.equal((await client.end()).code, 4403);
    assert.deepEqual(client.frames.filter((frame) => frame.type !== 'error'), []);
    assert.equal((await history(owner, foreign)).body.length, 1, 'something was written');
  });

  test(`${role} opens a room by connecting to it`, { timeout: 30_000 }, async () => {
    const room = `by-socket-${role}`;
    const client = await RoomClient.join(server, room, token);
    assert.equal((await client.ask({ text: 'first' }, 'message')).seq, 1);
    const stranger = new RoomClient(server, room, mint({ sub: 'stranger', role: 'client' }));
    assert.equal((await stranger.end()).code, 4403);
    client.leave();
  });

  test(`${role} ${everywhere ? 'may' : 'may not'} speak as another`, { timeout: 30_000 }, async () => {
    const as = { role: 'system', sender: 'AGI-Core' };
    const rest = await send(server, token, { room: own, text: 'ALERT', ...as });
    const client = await RoomClient.join(server, own, token);
    if (everywhere) {
      assert.equal(rest.status, 200);
      assert.deepEqual([rest.body.role, rest.body.sender], ['system', 'AGI-Core']);
      const said = await client.ask({ text: 'ALERT', ...as }, 'message');
      assert.deepEqual([said.role, said.sender], ['system', 'AGI-Core']);
    } else {
      assert.equal(rest.status, 403);
      assert.equal((await client.ask({ text: 'ALERT', ...as, client_msg_id: 'as' }, 'error')).error, 'forbidden');
      assert.equal((await client.ask({ text: 'ALERT', role: 'technician' }, 'error')).error, 'forbidden');
      assert.equal((await client.ask({ text: 'ALERT', sender: 'somebody' }, 'error')).error, 'forbidden');
      assert.ok((await history(token, own)).body.every((message) => message.text !== 'ALERT'));
    }
    const asItself = await send(server, token, { room: own, text: 'as myself', role, sender: `the-${role}` });
    assert.equal(asItself.status, 200, 'one may say who one is');
    client.leave();
  });

  test(`${role}: the rooms that its token names bind it`, { timeout: 30_000 }, async () => {
    const bound = mint({ sub: `bound-${role}`, role, rooms: [`only-${role}`, `many-${role}-*`] });
    for (const room of [`only-${role}`, `many-${role}-1`]) assert.equal((await send(server, bound, { room, text: 'x' })).status, 200);
    for (const room of [`other-${role}`, `only-${role}-2`, own]) {
      assert.equal((await send(server, bound, { room, text: 'x' })).status, 403);
      assert.equal((await history(bound, room)).status, 403);
      assert.equal((await new RoomClient(server, room, bound).end()).code, 4403);
    }
  });
}

// ---- The same over Socket.IO

/** Each verb that an event asks for. `last` is the id of a message there. */
const verbs = [
  ['join', (session) => ['join_session', { session_id: session }]],
  ['send', (session) => ['send_message', { session_id: session, content: 'hello' }]],
  ['read', (session, last) => ['mark_messages_read', { session_id: session, up_to_message_id: last }]],
  ['type', (session) => ['typing_start', { session_id: session }]],
  ['see who is online', (session) => ['get_online_users', { session_id: session }]],
];

for (const role of roles) {
  const token = mint({ sub: `chat-${role}`, role });
  const everywhere = staff.has(role);

  test(`${role} over Socket.IO: everything where it participates`, { timeout: 30_000 }, async () => {
    const room = `chat-own-${role}`;
    const { message } = await first(token, room);
    const client = await ChatClient.connect(server, token);
    for (const [verb, event] of verbs) for (const session of [room, message.session_id]) assert.equal((await client.ask(...event(session, message.id))).ok, true, `${verb} ${session}`);
    client.leave();
  });

  test(`${role} over Socket.IO: ${everywhere ? 'everything' : 'nothing'} where it does not`, { timeout: 30_000 }, async () => {
    const room = `chat-foreign-${role}`;
    const owner = mint({ sub: `chat-owner-${role}`, role: 'client' });
    const { message } = await first(owner, room);
    const client = await ChatClient.connect(server, token);
    for (const [verb, event] of verbs) {
      const answers = [await client.ask(...event(room, message.id)), await client.ask(...event(message.session_id, message.id))];
      assert.deepEqual(answers.map((answer) => answer.error ?? 'ok'), everywhere ? ['ok', 'ok'] : ['forbidden', 'forbidden'], verb);
      if (everywhere) continue;
      const nowhere = await client.ask(...event(randomUUID(), message.id));
      assert.deepEqual(nowhere, answers[1], `${verb}: a refusal tells a foreign session from none`);
    }
    const other = await ChatClient.join(server, owner, room);
    await other.send(room, 'who hears this?');
    await client.ask('get_online_users', { session_id: room });
    assert.equal(client.named('new_message').length > 0, everywhere);
    assert.equal(client.named('session_updated').length > 0, everywhere);
    assert.equal((await history(owner, room)).body.some((one) => one.sender === `chat-${role}`), everywhere);
    [client, other].forEach((one) => one.leave());
  });

  test(`${role} over Socket.IO ${everywhere ? 'may' : 'may not'} speak as another`, { timeout: 30_000 }, async () => {
    const room = `chat-as-${role}`;
    const client = await ChatClient.join(server, token, room);
    for (const as of [{ role: 'system', sender: 'AGI-Core' }, { role: 'system' }, { sender: 'somebody' }]) {
      const answer = await client.send(room, 'ALERT', as);
      assert.equal(answer.error ?? 'ok', everywhere ? 'ok' : 'forbidden', JSON.stringify(as));
      if (everywhere) assert.deepEqual([answer.message.role, answer.message.sender, answer.message.sender_id, answer.message.sender_role], [as.role ?? role, as.sender ?? `chat-${role}`, `chat-${role}`, role]);
    }
    assert.equal((await client.send(room, 'as myself', { role, sender: `chat-${role}` })).ok, true);
    client.leave();
  });

  test(`${role} over Socket.IO: the rooms that its token names bind it`, { timeout: 30_000 }, async () => {
    const own = `chat-own-${role}`;
    const { message } = await first(token, own);
    const bound = await ChatClient.connect(server, mint({ sub: `chat-${role}`, role, rooms: [`chat-only-${role}`] }));
    assert.equal((await bound.ask('join_session', { session_id: `chat-only-${role}` })).ok, true);
    for (const [verb, event] of verbs) for (const session of [own, message.session_id]) assert.equal((await bound.ask(...event(session, message.id))).error, 'forbidden', `${verb} ${session}`);
    assert.ok(bound.named('session_updated').every((data) => data.session.room === `chat-only-${role}`));
    bound.leave();
  });
}

// ---- The same over REST

const call = (token, method, path, json) => request(server, `/api/chat/${path}`, { token, method, json });
/** What every request asks, by verb; `theirs` names a message there of somebody else, `last` is the id of one. */
const restVerbs = {
  see: [({ session }) => ['GET', `sessions/${session}`], ({ session }) => ['GET', `messages/${session}`]],
  send: [({ session }) => ['POST', 'messages', { session_id: session, content: 'hello' }]],
  read: [({ session, last }) => ['PUT', `messages/${session}/read`, { up_to_message_id: last }]],
  close: [({ session }) => ['PATCH', `sessions/${session}`, { status: 'closed' }], ({ session }) => ['PATCH', `sessions/${session}`, { status: 'active' }]],
  assign: [{ assignee: 'tech-ops-1' }, { labels: ['vip'] }, { priority: 'high' }, { title: 'T' }, { type: 'emergency' }].map((change) => ({ session }) => ['PATCH', `sessions/${session}`, change]),
  'speak as another': [{ role: 'system' }, { sender: 'AGI-Core' }, { type: 'system' }].map((as) => ({ session }) => ['POST', 'messages', { session_id: session, content: 'ALERT', ...as }]),
  'change another\'s message': [({ theirs }) => ['PATCH', `messages/${theirs}`, { content: 'forged' }]],
  'see what another\'s message said': [({ theirs }) => ['GET', `messages/${theirs}/versions`]],
  'delete another\'s message': [({ theirs }) => ['DELETE', `messages/${theirs}`]],
};
/** Where each role may: in sessions it participates in, everywhere, or nowhere. */
const everybodysOwn = { client: 'own', reader: 'own', technician: 'all', admin: 'all', super_admin: 'all' };
const staffOnly = { ...everybodysOwn, client: 'none', reader: 'none' };
const reach = {
  see: everybodysOwn,
  send: everybodysOwn,
  read: everybodysOwn,
  close: everybodysOwn,
  assign: { ...everybodysOwn, client: 'none' },
  'speak as another': staffOnly,
  'change another\'s message': { client: 'none', reader: 'none', technician: 'none', admin: 'none', super_admin: 'none' },
  'see what another\'s message said': staffOnly,
  'delete another\'s message': staffOnly,
};

for (const role of roles) {
  const token = mint({ sub: `rest-${role}`, role });
  const owner = mint({ sub: `rest-owner-${role}`, role: 'client' });
  const colleague = mint({ sub: 'rest-colleague', role: 'admin' });

  test(`${role} over REST, verb by verb: its own sessions, others', and none`, { timeout: 60_000 }, async () => {
    const own = (await call(token, 'POST', 'messages', { session_id: `rest-own-${role}`, content: 'mine' })).body.message;
    const answer = (await call(colleague, 'POST', 'messages', { session_id: own.session_id, content: 'theirs' })).body.message;
    const foreign = (await call(owner, 'POST', 'messages', { session_id: `rest-foreign-${role}`, content: 'private' })).body.message;
    const places = {
      own: { session: own.session_id, theirs: answer.id, last: answer.id },
      foreign: { session: foreign.session_id, theirs: foreign.id, last: foreign.id },
      'foreign, by its room': { session: foreign.room, theirs: foreign.number, last: foreign.id },
    };
    for (const [verb, requests] of Object.entries(restVerbs)) {
      const may = reach[verb][role];
      for (const [name, place] of Object.entries(places)) for (const ask of requests) {
        const allowed = may === 'all' || (may === 'own' && name === 'own');
        const { status, body } = await call(token, ...ask(place));
        assert.ok(allowed ? status < 300 : status === 403, `${verb}, ${name}: ${status} ${JSON.stringify(body)}`);
        if (allowed || name === 'own' || staff.has(role)) continue;
        const nowhere = await call(token, ...ask({ session: randomUUID(), theirs: randomUUID(), last: randomUUID() }));
        assert.deepEqual([nowhere.status, nowhere.body], [status, body], `${verb}: a refusal tells what is somebody else's from what is not`);
      }
    }
    const left = (await call(owner, 'GET', `messages/${foreign.session_id}`)).body.messages;
    if (!staff.has(role)) assert.deepEqual(left.map(({ content }) => content), ['private']);
  });

  test(`${role} over REST: its own messages, and sessions with itself in them`, { timeout: 30_000 }, async () => {
    const { message } = (await call(token, 'POST', 'messages', { session_id: `rest-mine-${role}`, content: 'mine' })).body;
    assert.equal((await call(token, 'PATCH', `messages/${message.id}`, { content: 'still mine' })).status, 200);
    assert.equal((await call(token, 'GET', `messages/${message.id}/versions`)).status, 200);
    assert.equal((await call(token, 'DELETE', `messages/${message.id}`)).status, 200);
    const created = await call(token, 'POST', 'sessions', { participants: ['user1', 'user2'], type: 'support' });
    assert.equal(created.status, 201);
    assert.deepEqual(created.body.session.participants, staff.has(role) ? ['user1', 'user2'] : [`rest-${role}`, 'user1', 'user2']);
    assert.equal((await call(mint({ sub: 'user2', role: 'client' }), 'GET', `sessions/${created.body.session.id}`)).status, 200);
    assert.equal((await call(mint({ sub: 'user3', role: 'client' }), 'GET', `sessions/${created.body.session.id}`)).status, 403);
  });

  test(`${role} over REST: the rooms that its token names bind it`, { timeout: 30_000 }, async () => {
    const { message } = (await call(token, 'POST', 'messages', { session_id: `rest-bound-${role}`, content: 'mine' })).body;
    const bound = mint({ sub: `rest-${role}`, role, rooms: [`rest-only-${role}`] });
    const place = { session: message.session_id, theirs: message.id, last: message.id };
    for (const [verb, requests] of Object.entries(restVerbs)) for (const ask of requests) assert.equal((await call(bound, ...ask(place))).status, 403, verb);
    assert.equal((await call(bound, 'POST', 'sessions', {})).status, 403);
    assert.equal((await call(bound, 'POST', 'sessions', { room: `rest-only-${role}` })).status, 201);
  });
}

/** The first message in a room, sent over Socket.IO. */
async function first(token, room) {
  const client = await ChatClient.connect(server, token);
  const answer = await client.send(room, 'first');
  assert.equal(answer.ok, true, JSON.stringify(answer));
  client.leave();
  return answer;
}

test('a visitor: only its own room, only as itself', { timeout: 30_000 }, async () => {
  const open = await Server.start({ flags: { 'allow-visitors': 1 } });
  const visit = await request(open, '/api/chat/visitor', { method: 'POST', json: { name: 'Arta', email: 'arta@example.org', locale: 'sq' } });
  assert.equal(visit.status, 201);
  const { token, user, room } = visit.body;
  assert.equal(user.role, 'client');
  assert.equal(user.name, 'Arta');
  const client = await RoomClient.join(open, room, token);
  const said = await client.ask({ text: 'Mirëdita' }, 'message');
  assert.deepEqual([said.sender, said.sender_name, said.role], [user.id, 'Arta', 'client']);
  assert.equal((await send(open, token, { room: 'support-other', text: 'x' })).status, 403);
  assert.equal((await new RoomClient(open, 'support-other', token).end()).code, 4403);
  client.leave();
  const chat = await ChatClient.join(open, token, room);
  assert.deepEqual(chat.session.participants, [user.id]);
  assert.equal((await chat.ask('join_session', { session_id: 'support-other' })).error, 'forbidden');
  chat.leave();
  await open.stop();
  assert.equal((await request(server, '/api/chat/visitor', { method: 'POST', json: {} })).status, 403);
});

test('a token that ends while connected ends the connection, or at least writes no more', { timeout: 60_000 }, async () => {
  const brief = mint({ sub: 'brief', role: 'technician', exp: Math.floor(Date.now() / 1000) - 27 }); // the 30 s of allowed skew end in 3
  const client = await RoomClient.join(server, 'brief', brief);
  const ended = await client.end(20_000);
  assert.equal(ended.code, 4401);
});
