// Connection state recovery by Socket.IO's own client: the network is cut under traffic, and what the client has in the end
// is what was stored, each once and in order.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { ChatClient } from './lib/chat.mjs';
import { CutProxy } from './lib/cutproxy.mjs';
import { mint, request, Server } from './lib/server.mjs';

const options = { timeout: 60_000 };
const technician = mint({ sub: 'tech-1', role: 'technician', name: 'Arta' });
const client = mint({ sub: 'client-1', role: 'client', name: 'Besa' });
const patient = { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 100 };
const transports = [['websocket'], ['polling'], ['polling', 'websocket']];

let server;
let rooms = 0;
const newRoom = () => `room-${(rooms += 1)}`;
before(async () => (server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'ping-interval': 1, 'ping-timeout': 1 } })));
after(() => server.stop());

/** One who comes back by itself, in a session, through `way`. `connects` counts its connections, `recovered` those that went on. */
async function returning(t, way, room, { token = client, ...more } = {}) {
  const one = new ChatClient(way, token, { ...patient, ...more });
  t.after(() => one.leave());
  one.recovered = 0;
  one.connects = 0;
  one.socket.on('connect', () => {
    one.connects += 1;
    if (one.socket.recovered) one.recovered += 1;
    one.waiters.wake();
  });
  await one.waitFor('connect');
  if (room) one.session = (await one.ask('join_session', { session_id: room })).session;
  return one;
}

async function comesBack(one, cut, withinMs = 15_000) {
  const before = one.connects;
  await cut();
  await one.waiters.until(() => one.connects > before && one.socket.connected, 'a connection', withinMs);
}

async function stored(room) {
  const { body } = await request(server, `/api/chat/messages/${room}?limit=200`, { token: technician });
  return body.messages.map((message) => message.content);
}

const heard = (one) => one.named('new_message').map((message) => message.content);

for (const way of transports) {
  const name = way.join('+');

  test(`${name}: the network is cut again and again under traffic: nothing lost, double or out of order`, { timeout: 120_000 }, async (t) => {
    const room = newRoom();
    const proxy = await CutProxy.before(server);
    t.after(() => proxy.close());
    const customer = await returning(t, proxy, room, { transports: way });
    const staff = await ChatClient.join(server, technician, room);
    t.after(() => staff.leave());
    let count = 0;
    let goesOn = true;
    const traffic = (async () => {
      while (goesOn) {
        await staff.send(room, String((count += 1)));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    for (let cut = 0; cut < 5; cut += 1) {
      const seen = heard(customer).length;
      await customer.waiters.until(() => heard(customer).length > seen + 5, 'traffic');
      await comesBack(customer, () => {
        proxy.fail('refuse');
        setTimeout(() => proxy.restore(), 60);
      });
    }
    goesOn = false;
    await traffic;
    await customer.waitFor('new_message', (message) => message.content === String(count));
    const all = Array.from({ length: count }, (_, i) => String(i + 1));
    assert.deepEqual(heard(customer), all);
    assert.equal(customer.recovered, 5);
    assert.deepEqual((await stored(room)).slice(-50), all.slice(-50));
    const comings = ['user_left', 'user_joined'].flatMap((event) => staff.named(event)).filter((data) => data.user_id === 'client-1');
    assert.deepEqual(comings, [], 'whoever is back at once never left');
  });

  test(`${name}: a network that swallows everything`, options, async (t) => {
    const room = newRoom();
    const proxy = await CutProxy.before(server);
    t.after(() => proxy.close());
    const customer = await returning(t, proxy, room, { transports: way });
    const staff = await ChatClient.join(server, technician, room);
    t.after(() => staff.leave());
    await staff.send(room, 'before');
    await customer.waitFor('new_message');
    await comesBack(customer, async () => {
      proxy.fail('blackhole');
      await staff.send(room, 'swallowed');
      await customer.waitFor('disconnect');
      proxy.restore();
    });
    await customer.waitFor('new_message', (message) => message.content === 'swallowed');
    assert.equal(customer.recovered, 1);
    await staff.send(room, 'after');
    await customer.waitFor('new_message', (message) => message.content === 'after');
    assert.deepEqual(heard(customer), ['before', 'swallowed', 'after']);
  });

  test(`${name}: staff recover what they overheard`, options, async (t) => {
    const room = newRoom();
    const staff = await returning(t, server, undefined, { token: technician, transports: way });
    const customer = await ChatClient.join(server, client, room);
    t.after(() => customer.leave());
    await staff.waitFor('session_created', (data) => data.session.room === room);
    await comesBack(staff, async () => {
      staff.socket.io.engine.close();
      await customer.send(room, 'help');
    });
    await staff.waitFor('session_updated', (data) => data.session.last_message?.excerpt === 'help');
    assert.equal(staff.recovered, 1);
    assert.equal(staff.named('session_created').filter((data) => data.session.room === room).length, 1);
    assert.equal(staff.named('session_updated').filter((data) => data.session.last_message?.excerpt === 'help').length, 1);
  });
}

for (const [from, to] of [[['websocket'], ['polling']], [['polling'], ['websocket']], [['polling', 'websocket'], ['polling']]]) {
  test(`from ${from.join('+')} to ${to.join('+')}`, options, async (t) => {
    const room = newRoom();
    const customer = await returning(t, server, room, { transports: from });
    const staff = await ChatClient.join(server, technician, room);
    t.after(() => staff.leave());
    await staff.send(room, 'before');
    await customer.waitFor('new_message');
    const { id } = customer.socket;
    await comesBack(customer, async () => {
      customer.socket.io.opts.transports = to;
      customer.socket.io.engine.close();
      await staff.send(room, 'meanwhile');
    });
    assert.equal(customer.socket.io.engine.transport.name, to[0]);
    assert.equal(customer.recovered, 1);
    assert.equal(customer.socket.id, id);
    await staff.send(room, 'after');
    await customer.waitFor('new_message', (message) => message.content === 'after');
    assert.deepEqual(heard(customer), ['before', 'meanwhile', 'after']);
  });
}

test('several sessions, edits and reading are recovered in their order', options, async (t) => {
  const names = [newRoom(), newRoom()];
  const customer = await returning(t, server, names[0], { transports: ['websocket'] });
  await customer.ask('join_session', { session_id: names[1] });
  const staff = await ChatClient.join(server, technician, ...names);
  t.after(() => staff.leave());
  const asked = (await customer.send(names[0], 'a question')).message;
  await customer.waitFor('new_message');
  const from = customer.events.length;
  await comesBack(customer, async () => {
    customer.socket.io.engine.close();
    const first = await staff.send(names[0], 'one');
    await staff.send(names[1], 'two');
    await staff.ask('mark_messages_read', { session_id: names[0], up_to_message_id: asked.id });
    const path = `/api/chat/messages/${first.message.id}`;
    assert.equal((await request(server, path, { token: technician, method: 'PATCH', json: { content: 'one, edited' } })).status, 200);
    assert.equal((await request(server, path, { token: technician, method: 'DELETE' })).status, 200);
    await staff.send(names[1], 'three');
  });
  await customer.waitFor('new_message', (message) => message.content === 'three');
  assert.equal(customer.recovered, 1);
  const told = customer.events.slice(from).filter(({ name }) => /^message|^new/.test(name)).map(({ name, data }) => `${name} ${data.content ?? ''}`.trim());
  assert.deepEqual(told, ['new_message one', 'new_message two', 'messages_read', 'message_updated one, edited', 'message_deleted', 'new_message three']);
});

test('whoever said good-bye comes as somebody new', options, async (t) => {
  const room = newRoom();
  const customer = await returning(t, server, room, { transports: ['websocket'] });
  const { id } = customer.socket;
  await comesBack(customer, () => {
    customer.socket.disconnect();
    customer.socket.connect();
  });
  assert.equal(customer.socket.recovered, false);
  assert.notEqual(customer.socket.id, id);
});

test('another user does not inherit a connection', options, async (t) => {
  const room = newRoom();
  const customer = await returning(t, server, room, { transports: ['websocket'] });
  const staff = await ChatClient.join(server, technician, room);
  t.after(() => staff.leave());
  await staff.send(room, 'for client-1');
  await customer.waitFor('new_message');
  await comesBack(customer, async () => {
    customer.socket.auth = { token: mint({ sub: 'client-2', role: 'client' }) };
    customer.socket.io.engine.close();
    await staff.send(room, 'for client-1 alone');
  });
  assert.equal(customer.socket.recovered, false);
  assert.equal((await customer.ask('join_session', { session_id: room })).error, 'forbidden');
  assert.deepEqual(heard(customer), ['for client-1']);
});

test('a server that was started anew knows nobody', options, async (t) => {
  const own = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0 } });
  const customer = await returning(t, own, newRoom(), { transports: ['websocket'] });
  await customer.send(customer.session.id, 'kept');
  await comesBack(customer, async () => {
    await own.stop();
    await own.launch();
  });
  assert.equal(customer.socket.recovered, false);
  const page = await request(own, `/api/chat/messages/${customer.session.id}?after_change=0`, { token: client });
  assert.deepEqual(page.body.messages.map((message) => message.content), ['kept']);
  await own.stop();
});
