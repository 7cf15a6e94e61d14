// Engine.IO as server/protocol/PROTOCOL.md has it, packet by packet, over both transports and from the one to the other.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ask, ConformanceServer, maxPayload, pingInterval, pingTimeout, Polling, Socket } from './lib/conformance.mjs';

const options = { timeout: 20_000 };
const join = (...packets) => packets.join('\x1e');
const unknown = { code: 1, message: 'Session ID unknown' };
const badRequest = { code: 3, message: 'Bad request' };

function refused(answer, expected, status = 400) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'], /^application\/json/);
  assert.deepEqual(JSON.parse(answer.text), expected);
}

for (const shards of [1, 3]) {
  describe(`${shards} shards`, () => {
    let server;
    before(async () => { server = await ConformanceServer.start(shards); });
    after(() => server.stop());
    afterEach(() => assert.ok(server.alive));

    const webSocket = (query = 'EIO=4&transport=websocket') => Socket.connect(server, `/engine.io/?${query}`);
    async function openSocket(query) {
      const socket = await webSocket(query);
      assert.match(await socket.next(), /^0/);
      return socket;
    }

    // ---- Handshake

    test('polling: open', options, async () => {
      const answer = await ask(server.port, '/engine.io/?EIO=4&transport=polling&t=abc');
      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-type'], 'text/plain; charset=UTF-8');
      assert.equal(answer.headers['cache-control'], 'no-store');
      assert.equal(answer.text[0], '0');
      const { sid, ...rest } = JSON.parse(answer.text.slice(1));
      assert.match(sid, /^[\w-]{20}$/);
      assert.deepEqual(rest, { upgrades: ['websocket'], pingInterval, pingTimeout, maxPayload });
    });

    test('WebSocket: open', options, async () => {
      const socket = await webSocket();
      const { sid, ...rest } = JSON.parse((await socket.next()).slice(1));
      assert.match(sid, /^[\w-]{20}$/);
      assert.deepEqual(rest, { upgrades: [], pingInterval, pingTimeout, maxPayload });
      socket.close();
    });

    test('path: with and without the last slash, and under it', options, async () => {
      for (const path of ['/engine.io', '/engine.io/', '/engine.io/a/b']) {
        assert.equal((await ask(server.port, `${path}?EIO=4&transport=polling`)).status, 200);
      }
    });

    test('sids differ', options, async () => {
      const sids = await Promise.all(Array.from({ length: 20 }, async () => (await Polling.open(server)).sid));
      assert.equal(new Set(sids).size, 20);
      assert.equal(new Set(sids.map((sid) => sid.slice(2, 8))).size, 20);
    });

    /** [what, method, query, code, message] */
    const handshakes = [
      ['no transport', 'GET', 'EIO=4', 0, 'Transport unknown'],
      ['a transport unheard of', 'GET', 'EIO=4&transport=abc', 0, 'Transport unknown'],
      ['a sid unheard of', 'GET', 'EIO=4&transport=polling&sid=abc', 1, 'Session ID unknown'],
      ['POST', 'POST', 'EIO=4&transport=polling', 2, 'Bad handshake method'],
      ['PUT', 'PUT', 'EIO=4&transport=polling', 2, 'Bad handshake method'],
      ['DELETE', 'DELETE', 'EIO=4&transport=polling', 2, 'Bad handshake method'],
      ['a WebSocket without an upgrade', 'GET', 'EIO=4&transport=websocket', 3, 'Bad request'],
      ['no version', 'GET', 'transport=polling', 5, 'Unsupported protocol version'],
      ['version 3', 'GET', 'EIO=3&transport=polling', 5, 'Unsupported protocol version'],
      ['letters for a version', 'GET', 'EIO=abc&transport=polling', 5, 'Unsupported protocol version'],
      ['everything at once', 'PUT', 'EIO=3&transport=x&sid=y', 0, 'Transport unknown'],
      ['all but the transport', 'PUT', 'EIO=3&transport=polling&sid=y', 1, 'Session ID unknown'],
      ['method and version', 'PUT', 'EIO=3&transport=polling', 2, 'Bad handshake method'],
    ];
    for (const [what, method, query, code, message] of handshakes) {
      test(`refused: ${what}`, options, async () => {
        refused(await ask(server.port, `/engine.io/?${query}`, { method }), { code, message });
      });
    }

    /** [what, query, text] */
    const upgrades = [
      ['no transport', 'EIO=4', 'Transport unknown'],
      ['a transport unheard of', 'EIO=4&transport=abc', 'Transport unknown'],
      ['polling', 'EIO=4&transport=polling', 'Bad request'],
      ['a sid unheard of', 'EIO=4&transport=websocket&sid=abc', 'Session ID unknown'],
      ['no version', 'transport=websocket', 'Unsupported protocol version'],
      ['letters for a version', 'EIO=abc&transport=websocket', 'Unsupported protocol version'],
    ];
    for (const [what, query, text] of upgrades) {
      test(`WebSocket refused: ${what}`, options, async () => {
        const error = await webSocket(query).then(() => assert.fail('opened'), (failure) => failure);
        assert.deepEqual([error.status, error.type, error.text], [400, 'text/html', text]);
      });
    }

    // ---- Messages

    /** [what, payload]: comes back as it is */
    const payloads = [
      ['one', '4hello'],
      ['an empty one', '4'],
      ['several', join('4test1', '4test2', '4test3')],
      ['beyond ASCII', '4përshëndetje 🚀'],
      ['binary', 'bAQIDBA=='],
      ['text and binary', join('4hello', 'bAQIDBA==', '4again')],
    ];
    for (const [what, payload] of payloads) {
      test(`polling: ${what}`, options, async () => {
        const one = await Polling.open(server);
        const posted = await one.post(payload);
        assert.deepEqual([posted.status, posted.text, posted.headers['content-type']], [200, 'ok', 'text/html']);
        const polled = await one.get();
        assert.deepEqual([polled.status, polled.text], [200, payload]);
        assert.equal(polled.headers['content-type'], 'text/plain; charset=UTF-8');
        assert.equal(polled.headers['cache-control'], 'no-store');
      });
    }

    test('polling: a waiting poll is answered', options, async () => {
      const one = await Polling.open(server);
      const waiting = one.get();
      await sleep(30);
      await one.post(join('4a', '4b'));
      assert.equal((await waiting).text, join('4a', '4b'));
    });

    test('polling: on one connection', options, async () => {
      const agent = new (await import('node:http')).Agent({ keepAlive: true, maxSockets: 1 });
      const one = await Polling.open(server);
      for (let i = 0; i < 10; ++i) {
        assert.equal((await one.post(`4${i}`, { agent })).text, 'ok');
        assert.equal((await one.get({ agent })).text, `4${i}`);
      }
      agent.destroy();
    });

    test('WebSocket: text and binary', options, async () => {
      const socket = await openSocket();
      socket.send('4hello');
      socket.send(Buffer.from([1, 2, 3, 4]));
      socket.send('4');
      socket.send('bAQID');
      assert.equal(await socket.next(), '4hello');
      assert.deepEqual(await socket.next(), Buffer.from([1, 2, 3, 4]));
      assert.equal(await socket.next(), '4');
      assert.deepEqual(await socket.next(), Buffer.from([1, 2, 3]));
      socket.close();
    });

    test('WebSocket: a client without binary', options, async () => {
      const socket = await openSocket('EIO=4&transport=websocket&b64=1');
      socket.send('bAQIDBA==');
      assert.equal(await socket.next(), 'bAQIDBA==');
      socket.close();
    });

    // ---- What ends a session

    for (const payload of ['', 'abc', '7', '2', '2probe', join('4a', ''), join('', '4a'), 'b*', Buffer.from([0x34, 0xff])]) {
      test(`polling: ${JSON.stringify(payload)} ends it`, options, async () => {
        const one = await Polling.open(server);
        assert.equal((await one.post(payload)).status, 400);
        refused(await one.get(), unknown);
        refused(await one.post('4a'), unknown);
      });
    }

    for (const message of ['', 'abc', '7', '2', 'b*']) {
      test(`WebSocket: ${JSON.stringify(message)} ends it`, options, async () => {
        const socket = await openSocket();
        socket.send(message);
        assert.equal(await socket.closed, 1008);
      });
    }

    test('polling: bytes that are not text end it', options, async () => {
      const one = await Polling.open(server);
      assert.equal((await one.post('4a', { headers: { 'content-type': 'application/octet-stream' } })).status, 400);
      refused(await one.get(), unknown);
    });

    test('polling: a poll beside a poll ends it', options, async () => {
      const one = await Polling.open(server);
      const first = one.get();
      await sleep(50);
      assert.equal((await one.get()).status, 400);
      const answer = await first;
      assert.deepEqual([answer.status, answer.text], [200, '1']);
      refused(await one.get(), unknown);
    });

    test('polling: a POST beside a POST ends it', options, async () => {
      const one = await Polling.open(server);
      const half = await one.half('4a', 3);
      await sleep(50);
      assert.equal((await one.post('4c')).status, 400);
      refused(await one.get(), unknown);
      half.destroy();
    });

    test('polling: half a POST ends it', options, async () => {
      const one = await Polling.open(server);
      const half = await one.half('4a', 3);
      await sleep(50);
      half.destroy();
      await sleep(50);
      refused(await one.get(), unknown);
    });

    test('polling: a poll broken off ends it', options, async () => {
      const one = await Polling.open(server);
      const breaking = new AbortController();
      const broken = one.get({ signal: breaking.signal });
      await sleep(20);
      breaking.abort();
      await assert.rejects(broken);
      await sleep(20);
      refused(await one.get(), unknown);
    });

    test('polling: over the payload limit', options, async () => {
      const one = await Polling.open(server);
      const atLimit = `4${'x'.repeat(maxPayload - 1)}`;
      const [posted, polled] = await Promise.all([one.post(atLimit), one.get()]);
      assert.deepEqual([posted.status, polled.text === atLimit], [200, true]);
      const over = await one.post(`${atLimit}x`);
      assert.deepEqual([over.status, over.text], [413, '']);
      assert.equal((await one.post('4still here')).status, 200);
      assert.equal((await one.get()).text, '4still here');
    });

    test('WebSocket: over the payload limit', options, async () => {
      const socket = await openSocket();
      socket.send(`4${'x'.repeat(maxPayload - 1)}`);
      assert.equal((await socket.next()).length, maxPayload);
      socket.send(`4${'x'.repeat(maxPayload)}`);
      assert.equal(await socket.closed, 1009);
    });

    test('polling: another method', options, async () => {
      const one = await Polling.open(server);
      const answer = await ask(server.port, one.target, { method: 'PUT', body: '4a' });
      assert.deepEqual([answer.status, answer.text], [500, '']);
      assert.equal((await one.post('4a')).status, 200);
    });

    // ---- Heartbeat

    test('polling: pings', options, async () => {
      const one = await Polling.open(server);
      for (let i = 0; i < 3; ++i) {
        assert.equal((await one.get()).text, '2');
        assert.equal((await one.post('3')).text, 'ok');
      }
    });

    test('polling: silence ends it', options, async () => {
      const one = await Polling.open(server);
      await sleep(pingInterval + pingTimeout);
      refused(await one.get(), unknown);
    });

    test('polling: a ping without an answer ends it', options, async () => {
      const one = await Polling.open(server);
      assert.equal((await one.get()).text, '2');
      assert.equal((await one.get()).text, '1');
      refused(await one.get(), unknown);
    });

    test('WebSocket: pings', options, async () => {
      const socket = await openSocket();
      for (let i = 0; i < 3; ++i) {
        assert.equal(await socket.next(), '2');
        socket.send('3');
      }
      socket.close();
    });

    test('WebSocket: silence ends it', options, async () => {
      const socket = await openSocket();
      await socket.closed;
    });

    // ---- Close

    test('polling: the client closes beside a poll', options, async () => {
      const one = await Polling.open(server);
      const waiting = one.get();
      if (shards > 1) await sleep(50); // else they are served as they came
      const posted = await one.post('1');
      assert.deepEqual([posted.status, posted.text], [200, 'ok']);
      assert.equal((await waiting).text, '6');
      refused(await one.get(), unknown);
    });

    test('WebSocket: the client closes', options, async () => {
      const socket = await openSocket();
      socket.send('1');
      await socket.closed;
    });

    // ---- From polling to a WebSocket

    async function probed(one) {
      const socket = await webSocket(`EIO=4&transport=websocket&sid=${one.sid}`);
      socket.send('2probe');
      assert.equal(await socket.next(), '3probe');
      return socket;
    }

    async function upgraded(one) {
      const socket = await probed(one);
      socket.send('5');
      return socket;
    }

    test('upgrade', options, async () => {
      const one = await Polling.open(server);
      const socket = await upgraded(one);
      socket.send('4hello');
      assert.equal(await socket.next(), '4hello');
      socket.send(Buffer.from([1]));
      assert.deepEqual(await socket.next(), Buffer.from([1]));
      socket.close();
    });

    test('upgrade: polls are answered once it is probed', options, async () => {
      const one = await Polling.open(server);
      const waiting = one.get();
      await sleep(20);
      const socket = await probed(one);
      assert.equal((await waiting).text, '6');
      assert.equal((await one.get()).text, '6');
      // Until the client says so, messages go where they went.
      await one.post('4a');
      assert.equal((await one.get()).text, '4a');
      await one.post('4b');
      socket.send('5');
      assert.equal(await socket.next(), '4b');
      socket.close();
    });

    test('upgrade: polling is over then', options, async () => {
      const one = await Polling.open(server);
      const socket = await upgraded(one);
      socket.send('4a');
      assert.equal(await socket.next(), '4a');
      refused(await one.get(), badRequest);
      refused(await one.post('4b'), badRequest);
      socket.send('4c');
      assert.equal(await socket.next(), '4c');
      socket.close();
    });

    test('upgrade: no second WebSocket', options, async () => {
      const one = await Polling.open(server);
      const socket = await probed(one);
      const beside = await webSocket(`EIO=4&transport=websocket&sid=${one.sid}`);
      await beside.closed;
      socket.send('5');
      socket.send('4a');
      assert.equal(await socket.next(), '4a');
      const afterwards = await webSocket(`EIO=4&transport=websocket&sid=${one.sid}`);
      await afterwards.closed;
      socket.send('4b');
      assert.equal(await socket.next(), '4b');
      socket.close();
    });

    for (const message of ['', '4a', '5', '2', '3probe', 'abc', Buffer.from([1])]) {
      test(`upgrade: ${JSON.stringify(message)} costs the WebSocket only`, options, async () => {
        const one = await Polling.open(server);
        const socket = await webSocket(`EIO=4&transport=websocket&sid=${one.sid}`);
        socket.send(message);
        await socket.closed;
        await one.post('4x');
        assert.equal((await one.packets())[0], '4x');
        const next = await upgraded(one);
        next.send('4y');
        assert.equal(await next.next(), '4y');
        next.close();
      });
    }

    test('upgrade: under traffic, in order', options, async () => {
      await Promise.all(Array.from({ length: 10 }, async () => {
        const one = await Polling.open(server);
        const received = [];
        let sent = 0;
        let polling = true;
        const post = async () => {
          while (polling) await one.post(join(`4${sent++}`, `4${sent++}`));
        };
        const poll = async () => {
          while (polling) received.push(...(await one.get()).text.split('\x1e'));
        };
        const posts = post();
        const polls = poll();
        await sleep(30);
        const socket = await probed(one);
        await sleep(10);
        polling = false; // as a client does: first it finishes what is on its way
        await Promise.all([posts, polls]);
        socket.send('5');
        for (let i = 0; i < 20; ++i) socket.send(`4${sent++}`);
        const messages = () => received.filter((packet) => packet.startsWith('4'));
        while (messages().length < sent) received.push(await socket.next());
        assert.deepEqual(messages(), Array.from({ length: sent }, (_, i) => `4${i}`));
        socket.close();
      }));
    });

    // ---- Pages of other origins

    test('CORS: every answer names the origin', options, async () => {
      const headers = { origin: 'https://a.example' };
      const allows = (answer) => {
        assert.equal(answer.headers['access-control-allow-origin'], 'https://a.example');
        assert.equal(answer.headers['access-control-allow-credentials'], 'true');
        assert.match(answer.headers.vary, /Origin/);
      };
      const one = await Polling.open(server);
      allows(await one.post('4a', { headers }));
      allows(await one.get({ headers }));
      allows(await one.post(`4${'x'.repeat(maxPayload)}`, { headers }));
      allows(await ask(server.port, '/engine.io/?EIO=4&transport=polling', { headers }));
      allows(await ask(server.port, '/engine.io/?EIO=4&transport=nothing', { headers }));
      const preflight = await ask(server.port, one.target, { method: 'OPTIONS', headers: { ...headers, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-one, x-two' } });
      allows(preflight);
      assert.equal(preflight.status, 204);
      assert.match(preflight.headers['access-control-allow-methods'], /GET.*POST/);
      assert.equal(preflight.headers['access-control-allow-headers'], 'x-one, x-two');
      const socket = Socket.connect(server, '/engine.io/?EIO=4&transport=websocket', headers);
      (await socket).close();
    });
  });
}
