// A desk under bad luck: clients of every kind write, edit, delete, read, type, come and go while their networks fail and the
// server is restarted and killed. In the end the state that each built from events is the state fetched afresh, and the
// database holds all that was acknowledged.
//
// SOAK_MINUTES=10 soaks longer than the one minute of the tests; SOAK_SEED=n repeats the decisions of a run.

import assert from 'node:assert/strict';
import test from 'node:test';

import { io } from 'socket.io-client';

import { CutProxy } from './lib/cutproxy.mjs';
import { Follower } from './lib/follower.mjs';
import { RoomFollower } from './lib/roomfollower.mjs';
import { mint, request, Server } from './lib/server.mjs';
import { storedMessages } from './lib/store.mjs';

const minutes = Number(process.env.SOAK_MINUTES ?? 1);
const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 2 ** 31));
const settleWithinMs = 60_000;
const sessionCount = 2;
const waysToConnect = [['websocket'], ['polling'], ['polling', 'websocket']];
const failures = ['refuse', 'stall', 'blackhole', 'half-close up', 'half-close down'];
const technician = mint({ sub: 'tech-0', role: 'technician', exp: Math.floor(Date.now() / 1000) + 7200 });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Decisions by a seed (mulberry32). Each actor has a row of its own, whatever the others do. */
class Dice {
  constructor(from) {
    this.state = from >>> 0;
  }

  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) {
    return Math.floor(this.next() * limit);
  }

  of(list) {
    return list[this.below(list.length)];
  }
}

/** Acts as one user, by a follower of its own behind a network of its own. */
class Actor {
  constructor(number, session, proxy, dice) {
    Object.assign(this, { session, proxy, dice, acknowledged: [], acts: 0 });
    this.userId = number % 4 === 3 ? `tech-${number}` : `client-${number}`;
    this.token = mint({ sub: this.userId, role: number % 4 === 3 ? 'technician' : 'client', exp: Math.floor(Date.now() / 1000) + 7200 });
  }

  async run(working) {
    while (working()) {
      await sleep(20 + this.dice.below(180));
      await this.act();
      this.acts += 1;
    }
  }

  /** The network of this one alone. */
  async cut() {
    this.proxy.fail(this.dice.of(failures));
    await sleep(50 + this.dice.below(2_500));
    this.proxy.restore();
  }
}

class SocketActor extends Actor {
  start(transports) {
    this.follower = new Follower(io, { url: this.proxy.url, token: this.token, userId: this.userId, session: this.session.id, transports });
  }

  async act() {
    const roll = this.dice.below(100);
    if (roll < 45) await this.send();
    else if (roll < 60) await this.alter('PATCH', { content: `${this.userId} changed this at ${this.acts}` });
    else if (roll < 68) await this.alter('DELETE');
    else if (roll < 80) await this.read();
    else if (roll < 88) this.follower.socket.emit(this.dice.of(['typing_start', 'typing_stop']), { session_id: this.session.id });
    else if (roll < 92) await this.goAndCome();
    else await this.cut();
  }

  async send() {
    const replyTo = this.dice.below(4) === 0 ? this.dice.of([...this.follower.messages.keys()]) : undefined;
    const message = await this.follower.send(`${this.userId} ${this.acts} përshëndetje`, { reply_to_message_id: replyTo });
    if (message) this.acknowledged.push(message);
  }

  /** \return one of the last of its own */
  own() {
    return this.acknowledged.length ? this.acknowledged[Math.max(0, this.acknowledged.length - 1 - this.dice.below(10))] : null;
  }

  async alter(method, json) {
    const message = this.own();
    if (!message) return;
    const { status, body } = await this.follower.rest(method, `/api/chat/messages/${message.id}`, json);
    if (status === 200) Object.assign(message, { content: body.message.content, deleted_at: body.message.deleted_at });
    else if (status !== 409 || !message.deleted_at) this.follower.fault(`${method}: ${status} ${JSON.stringify(body)}`);
  }

  async read() {
    const known = [...this.follower.messages.keys()];
    if (!known.length) return;
    const answer = await this.follower.ask('mark_messages_read', { session_id: this.session.id, up_to_message_id: this.dice.of(known.slice(-20)) });
    if (!answer.ok) this.follower.fault(`mark_messages_read: ${JSON.stringify(answer)}`);
  }

  async goAndCome() {
    await this.follower.leave();
    await sleep(this.dice.below(500));
    this.follower.enter();
  }
}

class RoomActor extends Actor {
  start() {
    this.follower = new RoomFollower({ url: this.proxy.url, token: this.token, userId: this.userId, room: this.session.room });
  }

  async act() {
    const roll = this.dice.below(100);
    if (roll < 60) await this.follower.send(`${this.userId} ${this.acts} nga dhoma`);
    else if (roll < 75) this.follower.say({ type: 'read', up_to: this.follower.lastId });
    else if (roll < 90) this.follower.say({ type: 'typing', is_typing: roll % 2 === 0 });
    else await this.cut();
  }
}

/** Restarts and kills the server every few seconds. */
async function havoc(server, dice, working) {
  const done = { restarts: 0, kills: 0 };
  while (working()) {
    await sleep(3_000 + dice.below(6_000));
    if (!working()) break;
    if (dice.below(2)) {
      done.kills += 1;
      await server.kill();
    } else {
      done.restarts += 1;
      await server.stop();
    }
    await sleep(dice.below(600));
    await server.launch();
  }
  return done;
}

async function settled(what, look) {
  const until = Date.now() + settleWithinMs;
  for (;;) {
    const difference = await look();
    if (!difference) return;
    assert.ok(Date.now() < until, `${what}: ${difference}`);
    await sleep(100);
  }
}

const different = (name, one, other) => (JSON.stringify(one) === JSON.stringify(other) ? null : `${name}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`);

/** All that a client which has just come would be told. */
async function fetchedAfresh(server, session) {
  const messages = [];
  for (let more = true; more;) {
    const { status, body } = await request(server, `/api/chat/messages/${session.id}?limit=200&after_seq=${messages.at(-1)?.seq ?? 0}`, { token: technician });
    assert.equal(status, 200, JSON.stringify(body));
    messages.push(...body.messages);
    more = body.has_more;
  }
  const { body } = await request(server, `/api/chat/sessions/${session.id}`, { token: technician });
  return { messages, session: body.session };
}

const plain = (message) => ({
  id: message.id, number: message.number, seq: message.seq, change: message.change, content: message.content, sender: message.sender_id,
  clientMsgId: message.client_msg_id, edited: message.edited_at !== null, deleted: message.deleted_at !== null,
});

/** How far somebody has read what others said: to go on past an own or a deleted message is no news, and nobody is told. */
function readOfOthers(stored, userId, upTo) {
  let seq = upTo;
  while (seq > 0 && (stored[seq - 1].sender === userId || stored[seq - 1].deleted)) seq -= 1;
  return seq;
}

/** \a marks: user id and seq. Who has read nothing of others is left out. */
const readMarks = (stored, marks) => Object.fromEntries(
  marks.map(([userId, seq]) => [userId, readOfOthers(stored, userId, seq)]).filter(([, seq]) => seq > 0).sort());

async function checkSession(server, session, actors) {
  const stored = storedMessages(server, session.id);
  const lastChange = Math.max(...stored.map((message) => message.change));
  await Promise.all(actors.map(({ follower }) => follower.reaches(follower instanceof RoomFollower ? stored.length : lastChange, settleWithinMs)));
  const afresh = await fetchedAfresh(server, session);
  assert.deepEqual(stored.map((message) => message.seq), stored.map((_, index) => index + 1), 'seq 1..n');
  assert.equal(new Set(stored.map((message) => message.change)).size, stored.length, 'a change is one message\'s');
  assert.deepEqual(afresh.messages.map(plain), stored, 'the API gives what is stored');
  assert.equal(afresh.session.last_seq, stored.length);
  assert.equal(afresh.session.last_change, lastChange);
  for (const actor of actors) {
    assert.deepEqual(actor.follower.faults, [], actor.userId);
    if (actor instanceof RoomActor) {
      assert.deepEqual(actor.follower.snapshot(), stored.map(({ number, seq, content, edited, deleted }) => ({ number, seq, content, edited, deleted })), actor.userId);
    } else {
      assert.deepEqual(actor.follower.snapshot().messages, stored, actor.userId);
    }
    checkOwn(actor, stored);
  }
  const socketActors = actors.filter((actor) => actor instanceof SocketActor);
  await settled('who is there, types and has read', async () => {
    const { session: now } = await fetchedAfresh(server, session);
    const online = now.members.filter((member) => member.online).map((member) => member.user_id).sort();
    const readSeq = readMarks(stored, now.members.map((member) => [member.user_id, member.read_seq]));
    for (const { follower, userId } of socketActors) {
      const mine = follower.snapshot();
      const read = readMarks(stored, Object.entries(mine.readSeq));
      const difference = different(`${userId} online`, mine.online, online) ?? different(`${userId} typing`, mine.typing, []) ?? different(`${userId} read`, read, readSeq);
      if (difference) return difference;
    }
    return null;
  });
  await Promise.all(socketActors.map((actor) => checkUnread(server, actor, stored)));
  return stored;
}

/** What a sender was told is stored: each message once, in the order sent, as it last left it. */
function checkOwn(actor, stored) {
  const own = stored.filter((message) => message.sender === actor.userId);
  assert.deepEqual(own.map((message) => message.clientMsgId), Array.from({ length: actor.follower.sent }, (_, index) => `${actor.userId}-${index + 1}`), actor.userId);
  const byId = new Map(own.map((message) => [message.id, message]));
  for (const { id, content, deleted_at: deletedAt } of actor.acknowledged) {
    assert.deepEqual([byId.get(id).content, byId.get(id).deleted], [content, deletedAt !== null], `${actor.userId}: ${id}`);
  }
}

async function checkUnread(server, { token, userId, session, follower }, stored) {
  const { body } = await request(server, `/api/chat/sessions/${session.id}`, { token });
  const readSeq = follower.readSeq.get(userId) ?? 0;
  const unread = stored.filter((message) => message.seq > readSeq && message.sender !== userId && !message.deleted).length;
  assert.equal(readOfOthers(stored, userId, body.session.read_seq), readOfOthers(stored, userId, readSeq), `${userId}: read_seq`);
  assert.equal(body.session.unread_count, Math.min(unread, 1000), `${userId}: unread_count`);
}

test(`${minutes} min of bad luck, seed ${seed}`, { timeout: minutes * 60_000 + 180_000 }, async (t) => {
  console.log(`# SOAK_SEED=${seed} SOAK_MINUTES=${minutes}`);
  const server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'ping-interval': 2, 'ping-timeout': 2 } });
  const sessions = [];
  const actors = [];
  let number = 0;
  for (let index = 0; index < sessionCount; index += 1) {
    const participants = [0, 1, 2, 3].map((offset) => (number + offset) % 4 === 3 ? `tech-${number + offset}` : `client-${number + offset}`);
    const { status, body } = await request(server, '/api/chat/sessions', { token: technician, method: 'POST', json: { participants, room: `soak-${index}` } });
    assert.equal(status, 201, JSON.stringify(body));
    sessions.push(body.session);
    for (const kind of [...waysToConnect, 'room']) {
      const proxy = await CutProxy.before(server);
      const actor = new (kind === 'room' ? RoomActor : SocketActor)(number, body.session, proxy, new Dice(seed + 7919 * number));
      actor.start(kind);
      actors.push(actor);
      number += 1;
    }
  }
  let over = false;
  try {
    setTimeout(() => (over = true), minutes * 60_000);
    const working = () => !over;
    const [done] = await Promise.all([havoc(server, new Dice(seed), working), ...actors.map((actor) => actor.run(working))]);
    for (const session of sessions) {
      const stored = await checkSession(server, session, actors.filter((actor) => actor.session === session));
      t.diagnostic(`${session.room}: ${stored.length} messages, ${stored.filter((message) => message.edited).length} edited, ${stored.filter((message) => message.deleted).length} deleted`);
    }
    t.diagnostic(`${done.kills} kills, ${done.restarts} restarts`);
    for (const { userId, follower } of actors) t.diagnostic(`${userId}: ${follower.sent} sent, ${JSON.stringify(follower.counts ?? {})}`);
    assert.deepEqual((await server.stop()).code, 0);
  } finally {
    over = true;
    for (const { follower, proxy } of actors) {
      follower.close();
      await proxy.close();
    }
  }
});
