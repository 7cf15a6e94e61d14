// The server is killed (kill -9) again and again while several senders write. Whatever it has acknowledged must be there
// afterwards: once, in order, `seq` 1..n without a gap, and with the id that the acknowledgement named.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import test from 'node:test';

import { RoomClient } from './lib/room.mjs';
import { mint, send, Server, wholeHistory } from './lib/server.mjs';

const kills = Number(process.env.ULTRACOM_KILLS ?? 50);
const loadMs = [150, 450];
const windowSize = 8;
const rooms = ['kill-a', 'kill-b', 'kill-c'];
const unlimited = { 'rate-messages': 0, 'rate-connects': 0 };

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What every sender shares: the client_msg_id and text of each message, and the first acknowledgement of it. */
class Ledger {
  constructor(name) {
    this.name = name;
    this.sent = []; // {client_msg_id, text, ack: {id, seq} | null}
    this.byId = new Map();
  }

  next() {
    const entry = { client_msg_id: randomUUID(), text: `${this.name} #${this.sent.length} mesazhi i ri për sensorin ${'ë'.repeat(this.sent.length % 40)}.`, ack: null };
    this.sent.push(entry);
    this.byId.set(entry.client_msg_id, entry);
    return entry;
  }

  get unacknowledged() {
    return this.sent.filter((entry) => !entry.ack);
  }

  /** \return whether it was the first one; throws if the server says two things about one message. */
  acknowledge(message) {
    const entry = this.byId.get(message.client_msg_id);
    if (!entry) return false;
    assert.equal(message.text, entry.text);
    if (entry.ack) {
      assert.deepEqual({ id: message.id, seq: message.seq }, entry.ack, 'a message was acknowledged twice, differently');
      return false;
    }
    entry.ack = { id: message.id, seq: message.seq };
    return true;
  }
}

/** Writes over a WebSocket with a window of messages on the way, and checks all that it hears from others too. */
class SocketSender {
  constructor(name, room) {
    Object.assign(this, { name, room, token: mint({ sub: name, role: 'technician' }), ledger: new Ledger(name), heard: new Map(), lastSeq: 0, lastId: 0, faults: [] });
  }

  async run(server, working) {
    const client = new RoomClient(server, this.room, this.token, { after: this.lastId });
    const pending = new Set();
    this.trail = [`after ${this.lastId}, seq ${this.lastSeq}`];
    let joined = false;
    const put = (entry) => {
      pending.add(entry.client_msg_id);
      client.send({ text: entry.text, client_msg_id: entry.client_msg_id });
    };
    const fill = () => {
      while (joined && working() && pending.size < windowSize) put(this.ledger.next());
    };
    let finish;
    const drained = new Promise((resolve) => (finish = resolve));
    client.ws.on('message', (data) => {
      const frame = JSON.parse(data.toString());
      try {
        this.trail.push(`${joined ? 'live' : 'missed'} ${frame.data.seq ?? frame.type} of ${frame.data.sender ?? ''}`);
        if (frame.type === 'message') {
          this.hear(frame.data);
          if (frame.data.sender === this.name) {
            this.ledger.acknowledge(frame.data);
            pending.delete(frame.data.client_msg_id);
          }
        } else if (frame.type === 'error') {
          throw new Error(`refused: ${JSON.stringify(frame.data)}`);
        } else if (frame.type === 'presence' && frame.data.online_users) {
          joined = true;
          this.ledger.unacknowledged.forEach(put);
        }
      } catch (error) {
        this.faults.push(error);
      }
      fill();
      if (joined && !working() && pending.size === 0) finish();
    });
    await Promise.race([drained, client.closed]);
    client.leave();
  }

  /** Without a gap, without a double; only what this sender repeated may come again. */
  hear(message) {
    if (message.seq <= this.lastSeq) {
      assert.equal(this.heard.get(message.seq), message.id, `seq ${message.seq} came again as another message`);
      assert.equal(message.sender, this.name, `seq ${message.seq} came twice to somebody who did not repeat it: ${this.trail.slice(0, 3)} … ${this.trail.slice(-6)} of ${this.trail.length}`);
      return;
    }
    assert.equal(message.seq, this.lastSeq + 1, 'a gap');
    assert.ok(message.id > this.lastId, 'ids do not grow');
    this.heard.set(message.seq, message.id);
    this.lastSeq = message.seq;
    this.lastId = message.id;
  }
}

/** Writes over REST, one after the other; what got no answer is sent again. */
class RestSender {
  constructor(name, room) {
    Object.assign(this, { name, room, token: mint({ sub: name, role: 'technician' }), ledger: new Ledger(name), faults: [] });
  }

  async run(server, working) {
    while (working() || this.ledger.unacknowledged.length) {
      const entry = this.ledger.unacknowledged[0] ?? this.ledger.next();
      let answer;
      try {
        answer = await send(server, this.token, { room: this.room, text: entry.text, client_msg_id: entry.client_msg_id });
      } catch {
        return; // the server is gone; the entry goes out again in the next round
      }
      if (answer.status === 200) this.ledger.acknowledge(answer.body);
      else return void this.faults.push(new Error(`refused: ${answer.status} ${JSON.stringify(answer.body)}`));
    }
  }
}

test(`nothing acknowledged is lost when the server is killed ${kills} times under load`, { timeout: 150_000 }, async (t) => {
  const senders = [
    ...rooms.flatMap((room) => [new SocketSender(`one-${room}`, room), new SocketSender(`two-${room}`, room)]),
    new RestSender('rest', rooms[0]),
  ];
  const server = await Server.start({ flags: unlimited });
  let underWay = 0;
  for (let round = 0; round < kills; round += 1) {
    if (round > 0) await server.launch();
    let working = true;
    const runs = senders.map((sender) => sender.run(server, () => working));
    await sleep(loadMs[0] + Math.random() * (loadMs[1] - loadMs[0])); // the load itself, not a wait for something
    await server.kill();
    if (senders.some((sender) => sender.ledger.unacknowledged.length)) underWay += 1;
    working = false;
    await Promise.all(runs);
    for (const sender of senders) assert.deepEqual(sender.faults, [], `${sender.name} in round ${round}`);
  }

  await server.launch();
  await Promise.all(senders.map((sender) => sender.run(server, () => false)));
  let total = 0;
  for (const room of rooms) {
    const mine = senders.filter((sender) => sender.room === room);
    const history = await wholeHistory(server, mine[0].token, room);
    assert.deepEqual(history.map((message) => message.seq), history.map((_, index) => index + 1), `${room}: seq 1..n`);
    assert.ok(history.every((message, index) => index === 0 || message.id > history[index - 1].id), `${room}: ids grow`);
    for (const sender of mine) {
      assert.deepEqual(sender.faults, [], sender.name);
      const kept = history.filter((message) => message.sender === sender.name);
      assert.deepEqual(
        kept.map(({ client_msg_id, text, id, seq }) => ({ client_msg_id, text, ack: { id, seq } })),
        sender.ledger.sent,
        `${sender.name}: each message once, in the order sent, as acknowledged`,
      );
      total += kept.length;
    }
    assert.equal(history.length, mine.reduce((sum, sender) => sum + sender.ledger.sent.length, 0), `${room}: nothing else`);
  }
  t.diagnostic(`${total} messages, ${kills} kills, ${underWay} of them with messages on the way`);
  assert.ok(underWay > kills / 2, 'too few kills met a message on the way: the load is too light to show anything');
  assert.deepEqual((await server.stop()).code, 0);
});
