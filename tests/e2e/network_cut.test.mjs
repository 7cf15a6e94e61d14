// The unmodified socket.io-client over a network that fails in every way while messages flow, in Node and in Chromium: what
// it ends up with is what the database holds, each message once and in order, recovered or not.

import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';

import { io } from 'socket.io-client';

import { launchBrowser, newPage } from './lib/browser.mjs';
import { CutProxy } from './lib/cutproxy.mjs';
import { Elsewhere } from './lib/elsewhere.mjs';
import { Follower } from './lib/follower.mjs';
import { mint, request, Server } from './lib/server.mjs';
import { storedMessages } from './lib/store.mjs';

const waysToConnect = { websocket: ['websocket'], polling: ['polling'], 'polling with upgrade': ['polling', 'websocket'] };
const ofTheNetwork = ['refuse', 'stall', 'half-close up', 'blackhole', 'half-close down', 'refuse'];
const ofTheServer = ['kill -9', 'refuse', 'restart', 'kill -9'];
const messagesBetween = 15;
const catchUpWithinMs = 30_000;
const technician = mint({ sub: 'tech-ops-1', role: 'technician' });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let elsewhere;
let browser;

before(async () => {
  elsewhere = await Elsewhere.open({ '/follower.mjs': new URL('./lib/follower.mjs', import.meta.url) });
  if (process.env.ULTRACOM_CHROMIUM) browser = await launchBrowser();
});
after(async () => {
  await browser?.close();
  elsewhere?.close();
});

/** The follower in this process. */
class InNode {
  static async open(at) {
    const client = new InNode();
    client.follower = new Follower(io, at);
    return client;
  }

  call(name, ...values) {
    return this.follower[name](...values);
  }

  async close() {
    this.follower.close();
  }
}

/** The same in a tab. */
class InChromium {
  static async open(at) {
    const client = new InChromium();
    client.page = await newPage(browser);
    await client.page.goto(`${elsewhere.origin}/`);
    await client.page.evaluate(async (where) => {
      const [{ Follower }, { io }] = await Promise.all([import('/follower.mjs'), import('/socket.io.mjs')]);
      window.follower = new Follower(io, where);
    }, at);
    return client;
  }

  call(name, ...values) {
    return this.page.evaluate(([method, given]) => window.follower[method](...given), [name, values]);
  }

  async close() {
    await this.call('close');
    await this.page.context().close();
  }
}

async function newSession(server) {
  const { status, body } = await request(server, '/api/chat/sessions', { token: technician, method: 'POST', json: { type: 'support', participants: ['client-1'] } });
  assert.equal(status, 201, JSON.stringify(body));
  return body.session.id;
}

/** Somebody else in the session, without a proxy between: writes, now and then edits and deletes. */
class Traffic {
  constructor(server, session) {
    Object.assign(this, { server, session, change: 0, posted: [] });
    this.running = this.run();
  }

  async run() {
    for (let number = 0; !this.stopped; number += 1) {
      const message = await this.ask('POST', '/api/chat/messages', { session_id: this.session, type: 'text', content: `T ${number}`, client_msg_id: `T-${number}` });
      if (message) this.posted.push(message);
      await sleep(10);
      if (number % 5 === 4) await this.ask('PATCH', `/api/chat/messages/${this.posted.at(-3).id}`, { content: `T, changed at ${number}` });
      if (number % 11 === 10) await this.ask('DELETE', `/api/chat/messages/${this.posted.at(-6).id}`);
    }
  }

  /** Until the server is there to answer. A repeat of what it did already may be refused. */
  async ask(method, path, json) {
    for (let again = false; !this.stopped; again = true) {
      const answer = await request(this.server, path, { token: technician, method, json }).catch(() => null);
      if (!answer || answer.status === 503) {
        await sleep(20);
        continue;
      }
      assert.ok([200, 201].includes(answer.status) || (again && method !== 'POST'), JSON.stringify(answer));
      if (!answer.body.message) return null;
      this.change = answer.body.message.change;
      return answer.body.message;
    }
    return null;
  }

  /** Some more have been posted. */
  async goesOn(count = messagesBetween) {
    const wanted = this.posted.length + count;
    while (this.posted.length < wanted) await Promise.race([this.running, sleep(5)]);
  }

  async stop() {
    this.stopped = true;
    await this.running;
  }
}

/** Writes by the follower itself, one after the other, until told to stop. */
async function writeOwn(client, flow) {
  let written = 0;
  while (!flow.stopped) {
    await client.call('send', `F ${written}`);
    written += 1;
  }
  return written;
}

function compare(snapshot, stored, written) {
  assert.deepEqual(snapshot.faults, []);
  assert.deepEqual(stored.map((message) => message.seq), stored.map((_, index) => index + 1), 'the database numbers without a gap');
  assert.deepEqual(snapshot.messages, stored, 'what the client has is what is stored');
  const own = stored.filter((message) => message.sender === 'client-1').map((message) => message.content);
  assert.deepEqual(own, Array.from({ length: written }, (_, index) => `F ${index}`), 'each of its own once, in the order written');
}

/** Breaks something, and mends it once some more has been written, or could not be. */
async function fails(failure, server, proxy, traffic) {
  if (failure === 'kill -9' || failure === 'restart') {
    await (failure === 'restart' ? server.stop() : server.kill());
    await server.launch();
    return;
  }
  proxy.fail(failure);
  await traffic.goesOn();
  proxy.restore();
}

async function through(Client, transports, failures, t) {
  const server = await Server.start({ flags: { 'rate-messages': 0, 'rate-connects': 0, 'ping-interval': 1, 'ping-timeout': 1, 'cors-origins': elsewhere.origin } });
  const session = await newSession(server);
  const proxy = await CutProxy.before(server);
  const traffic = new Traffic(server, session);
  const flow = { stopped: false };
  const client = await Client.open({ url: proxy.url, token: mint({ sub: 'client-1', role: 'client' }), userId: 'client-1', session, transports });
  try {
    await client.call('reaches', 1, catchUpWithinMs);
    const writing = writeOwn(client, flow);
    for (const failure of failures) {
      await traffic.goesOn();
      await fails(failure, server, proxy, traffic);
      await traffic.goesOn();
      await client.call('reaches', traffic.change, catchUpWithinMs);
    }
    flow.stopped = true;
    const [written] = await Promise.all([writing, traffic.stop()]);
    const stored = storedMessages(server, session);
    await client.call('reaches', Math.max(...stored.map((message) => message.change)), catchUpWithinMs);
    const snapshot = await client.call('snapshot');
    t.diagnostic(`${snapshot.messages.length} messages, ${JSON.stringify(snapshot.counts)}`);
    compare(snapshot, stored, written);
    return snapshot.counts;
  } finally {
    flow.stopped = true;
    await traffic.stop();
    proxy.restore();
    await client.close();
    await proxy.close();
    await server.stop();
  }
}

const environments = [['Node', InNode], ...(process.env.ULTRACOM_CHROMIUM ? [['Chromium', InChromium]] : [])];
for (const [where, Client] of environments) {
  for (const [name, transports] of Object.entries(waysToConnect)) {
    test(`${where}, ${name}: the network fails, and the connection is recovered`, { timeout: 120_000 }, async (t) => {
      const counts = await through(Client, transports, ofTheNetwork, t);
      assert.ok(counts.connects > 2, 'the network was hardly cut');
      assert.ok(counts.recoveries > 0, 'no connection was recovered');
      assert.equal(counts.upgrades > 0, name === 'polling with upgrade', 'an upgrade');
      if (name === 'polling') assert.deepEqual(Object.keys(counts.transports), ['polling']);
    });
    test(`${where}, ${name}: the server goes and comes back, and the gap is filled`, { timeout: 120_000 }, async (t) => {
      const counts = await through(Client, transports, ofTheServer, t);
      assert.ok(counts.fills > 2, 'the server was hardly away');
    });
  }
}
