// The unmodified socket.io-client, over WebSocket unless ULTRACOM_TRANSPORTS names others, and bare Engine.IO for what it would never send.

import { io } from 'socket.io-client';
import WebSocket from 'ws';

const waitMs = 8_000;

/** Calls `look` until it gives something; `wake` has it called again. */
class Waiters {
  waiting = new Set();

  wake() {
    for (const waiter of [...this.waiting]) waiter();
  }

  until(look, what, withinMs = waitMs) {
    return new Promise((resolve, reject) => {
      const done = (settle, value) => {
        clearTimeout(timer);
        this.waiting.delete(again);
        settle(value);
      };
      const again = () => {
        const value = look();
        if (value) done(resolve, value);
      };
      const timer = setTimeout(() => done(reject, new Error(`no sign of ${typeof what === 'function' ? what() : what} in ${withinMs} ms`)), withinMs);
      this.waiting.add(again);
      again();
    });
  }
}

/** One Socket.IO connection; keeps all events, in order, as `{name, data}`. */
export class ChatClient {
  constructor(server, token, options = {}) {
    this.events = [];
    this.waiters = new Waiters();
    this.socket = io(server.url, {
      transports: (process.env.ULTRACOM_TRANSPORTS ?? 'websocket').split('+'),
      auth: token === undefined ? undefined : { token },
      forceNew: true,
      reconnection: false,
      ...options,
    });
    this.socket.onAny((name, data) => this.note(name, data));
    for (const name of ['connect', 'disconnect', 'connect_error']) this.socket.on(name, (data) => this.note(name, data));
  }

  static async connect(server, token, options) {
    const client = new ChatClient(server, token, options);
    await client.waitFor('connect');
    return client;
  }

  /** Connects and joins each of the sessions. */
  static async join(server, token, ...sessions) {
    const client = await ChatClient.connect(server, token);
    for (const session of sessions) {
      const answer = await client.ask('join_session', { session_id: session });
      if (!answer.ok) throw new Error(`join_session ${session}: ${JSON.stringify(answer)}`);
      client.session = answer.session;
    }
    return client;
  }

  note(name, data) {
    this.events.push({ name, data });
    this.waiters.wake();
  }

  /** The data of the first event of that name, from the `from`th on, that fits. */
  async waitFor(name, fits = () => true, { from = 0, withinMs } = {}) {
    const find = () => this.events.slice(from).find((event) => event.name === name && fits(event.data));
    return (await this.waiters.until(find, () => `${name}; last events: ${JSON.stringify(this.events.slice(-4))}`, withinMs)).data;
  }

  ask(name, ...args) {
    return this.socket.timeout(waitMs).emitWithAck(name, ...args);
  }

  say(name, ...args) {
    this.socket.emit(name, ...args);
  }

  async send(session, content, more = {}) {
    return this.ask('send_message', { session_id: session, content, ...more });
  }

  /** Everything that was said before has been answered when this has been. */
  async settle(session) {
    await this.ask('get_online_users', { session_id: session });
  }

  named(name) {
    return this.events.filter((event) => event.name === name).map((event) => event.data);
  }

  leave() {
    this.socket.disconnect();
  }
}

/** A WebSocket on which the test itself speaks Engine.IO. */
export class BareClient {
  constructor(server, query = 'EIO=4&transport=websocket', options = {}) {
    this.packets = [];
    this.waiters = new Waiters();
    this.ws = new WebSocket(`ws://127.0.0.1:${server.port}${options.path ?? '/socket.io/'}?${query}`, { perMessageDeflate: false, headers: options.headers, origin: options.origin });
    this.ws.on('message', (data, isBinary) => {
      this.packets.push(isBinary ? data : data.toString());
      this.waiters.wake();
    });
    const end = (ended) => {
      this.ended ??= ended;
      this.waiters.wake();
    };
    this.ws.on('close', (code, reason) => end({ code, reason: reason.toString() }));
    this.ws.on('error', (error) => end({ error }));
    this.ws.on('unexpected-response', (request, response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part) => (body += part));
      response.on('end', () => end({ status: response.statusCode, body, type: response.headers['content-type'] }));
    });
  }

  /** Opens, and connects to `/`. */
  static async connect(server, token, ...more) {
    const client = new BareClient(server, ...more);
    await client.packet((packet) => packet.startsWith('0'));
    client.say(`40${JSON.stringify({ token })}`);
    await client.packet((packet) => packet.startsWith('40'));
    return client;
  }

  say(packet) {
    this.ws.send(packet);
  }

  packet(fits, withinMs) {
    return this.waiters.until(() => this.packets.find(fits), () => `a packet; got ${JSON.stringify(this.packets)}, ended ${JSON.stringify(this.ended)}`, withinMs);
  }

  end(withinMs) {
    return this.waiters.until(() => this.ended, () => `the end; got ${JSON.stringify(this.packets)}`, withinMs);
  }

  leave() {
    this.ws.terminate();
  }
}
