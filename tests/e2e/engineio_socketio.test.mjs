// Socket.IO on Engine.IO as server/protocol/PROTOCOL.md has it, packet by packet, over both transports.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { connectTimeout, ConformanceServer, Polling, Socket } from './lib/conformance.mjs';

const options = { timeout: 20_000 };
const sidOnly = /^\{"sid":"[\w-]{20}"\}$/;
const one = Buffer.from([1, 2, 3]);
const two = Buffer.from([4]);
const holes = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';

/** Engine.IO messages over either transport: text or Buffer, sent and taken in order. Pings are answered. */
const links = {
  async websocket(server) {
    const socket = await Socket.connect(server, '/socket.io/?EIO=4&transport=websocket');
    socket.answersPings = true;
    assert.match(await socket.next(), /^0/);
    return {
      send: (...messages) => messages.forEach((message) => socket.send(message)),
      next: () => socket.next(),
      ended: () => socket.closed,
      leave: () => socket.close(),
    };
  },
  async polling(server) {
    const polling = await Polling.open(server, '/socket.io/');
    const queue = [];
    const encode = (message) => (Buffer.isBuffer(message) ? `b${message.toString('base64')}` : message);
    const decode = (packet) => (packet[0] === 'b' ? Buffer.from(packet.slice(1), 'base64') : packet);
    return {
      // One payload, so that what belongs together stays so.
      send: (...messages) => polling.post(messages.map(encode).join('\x1e')),
      async next() {
        if (queue.length === 0) queue.push(...(await polling.packets()).map(decode));
        return queue.shift();
      },
      async ended() {
        for (let answer; ;) {
          answer = await polling.get();
          if (answer.status === 400 || answer.text.endsWith('1')) return;
          if (answer.text === '2') await polling.post('3');
        }
      },
      leave: () => polling.post('1'),
    };
  },
};

for (const [transport, open] of Object.entries(links)) {
  describe(transport, () => {
    let server;
    before(async () => { server = await ConformanceServer.start(2); });
    after(() => server.stop());
    afterEach(() => assert.ok(server.alive));

    async function connected() {
      const link = await open(server);
      link.send('40');
      assert.match((await link.next()).slice(2), sidOnly);
      assert.equal(await link.next(), '42["auth",{}]');
      return link;
    }

    // ---- Connecting

    for (const [packet, prefix, auth] of [
      ['40', '40', '42["auth",{}]'],
      ['40{"token":"123"}', '40', '42["auth",{"token":"123"}]'],
      ['40/custom,', '40/custom,', '42/custom,["auth",{}]'],
      ['40/custom', '40/custom,', '42/custom,["auth",{}]'],
      ['40/custom,{"token":"abc"}', '40/custom,', '42/custom,["auth",{"token":"abc"}]'],
    ]) {
      test(`connect: ${packet}`, options, async () => {
        const link = await open(server);
        link.send(packet);
        const reply = await link.next();
        assert.ok(reply.startsWith(prefix), reply);
        assert.match(reply.slice(prefix.length), sidOnly);
        assert.equal(await link.next(), auth);
        link.leave();
      });
    }

    test('connect: a namespace unheard of', options, async () => {
      const link = await open(server);
      link.send('40/random');
      assert.equal(await link.next(), '44/random,{"message":"Invalid namespace"}');
      link.send('40');
      assert.match(await link.next(), /^40\{/);
      link.leave();
    });

    test('connect: never', options, async () => {
      const link = await open(server);
      const start = Date.now();
      await link.ended();
      assert.ok(Date.now() - start > connectTimeout / 2);
    });

    test('disconnect: one namespace, not the other', options, async () => {
      const link = await connected();
      link.send('40/custom');
      assert.match(await link.next(), /^40\/custom,/);
      assert.equal(await link.next(), '42/custom,["auth",{}]');
      await link.send('41/custom');
      link.send('42["message","still here"]');
      assert.equal(await link.next(), '42["message-back","still here"]');
      link.leave();
    });

    test('disconnect: pings go on', options, async () => {
      const link = await connected();
      await link.send('41');
      link.send('40/custom');
      assert.match(await link.next(), /^40\/custom,/);
      link.leave();
    });

    // ---- Events and acks

    for (const [what, sent, expected] of [
      ['an event', ['42["message",1,"2",{"3":[true]}]'], ['42["message-back",1,"2",{"3":[true]}]']],
      ['an event without arguments', ['42["message"]'], ['42["message-back"]']],
      ['text beyond ASCII', ['42["message","përshëndetje 🚀"]'], ['42["message-back","përshëndetje 🚀"]']],
      ['a binary event', [`452-["message",${holes}]`, one, two], [`452-["message-back",${holes}]`, one, two]],
      ['an ack', ['42456["message-with-ack",1,"2",{"3":[false]}]'], ['43456[1,"2",{"3":[false]}]']],
      ['ack number 0', ['420["message-with-ack",1]'], ['430[1]']],
      ['a binary ack', [`452-789["message-with-ack",${holes}]`, one, two], [`462-789[${holes}]`, one, two]],
    ]) {
      test(what, options, async () => {
        const link = await connected();
        link.send(...sent);
        for (const message of expected) assert.deepEqual(await link.next(), message);
        link.leave();
      });
    }

    test('an ack that nobody waits for', options, async () => {
      const link = await connected();
      await link.send('4399[1]');
      link.send('42["message"]');
      assert.equal(await link.next(), '42["message-back"]');
      link.leave();
    });

    // ---- What ends the connection

    for (const sent of [
      ['4abc'], ['4'], ['47'], ['42{}'], ['42abc["message-with-ack",1]'], ['42["message"'], ['42[]'], ['42[true]'], ['40'], ['44{"message":"no"}'],
      ['42["connect"]'], ['42["connect_error"]'], ['42["disconnect"]'], ['42["disconnecting"]'], ['42["newListener"]'], ['42["removeListener"]'],
      ['42/custom,["message"]'], ['42/random,["message"]'], [`4511-["message",${holes}]`], [`451-["message",${holes}]`],
      ['451-["message",{"_placeholder":true,"num":-1}]'], [one], [`452-["message",${holes}]`, one, '42["message"]'], [`452-["message",${holes}]`, one, two, one],
    ]) {
      test(`ends it: ${sent.map((message) => (Buffer.isBuffer(message) ? '<bytes>' : message)).join(' ')}`, options, async () => {
        const link = await connected();
        link.send(...sent);
        await link.ended();
      });
    }

    test('ends it: an event before any connect', options, async () => {
      const link = await open(server);
      link.send('42["message"]');
      await link.ended();
    });
  });
}
