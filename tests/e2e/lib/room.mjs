// A member of a room over the `ws` package, as a script of a customer's would be one.

import WebSocket from 'ws';

const waitMs = 8_000;

export class RoomClient {
  /** \param options `{after, headers, origin, localAddress, query: false to keep the token out of the address}` */
  constructor(server, room, token, options = {}) {
    const url = new URL(`ws://127.0.0.1:${server.port}/chat/ws/${room}`);
    if (token && options.query !== false) url.searchParams.set('token', token);
    if (options.after !== undefined) url.searchParams.set('after', options.after);
    this.frames = [];
    this.waiters = new Set();
    this.ended = null;
    this.ws = new WebSocket(url, { headers: options.headers, origin: options.origin, localAddress: options.localAddress, perMessageDeflate: false });
    this.ws.on('message', (data) => {
      this.frames.push(JSON.parse(data.toString()));
      this.wake();
    });
    this.closed = new Promise((resolve) => {
      this.ws.on('unexpected-response', (request, response) => {
        response.resume();
        this.ended = { status: response.statusCode };
        request.destroy();
        resolve(this.ended);
        this.wake();
      });
      this.ws.on('error', (error) => {
        this.ended ??= { error };
        resolve(this.ended);
        this.wake();
      });
      this.ws.on('close', (code, reason) => {
        this.ended ??= { code, reason: reason.toString() };
        resolve(this.ended);
        this.wake();
      });
    });
  }

  /** Connects and waits until the server says that it is joined. */
  static async join(server, room, token, options) {
    const client = new RoomClient(server, room, token, options);
    client.joined = await client.waitFor((frame) => frame.type === 'presence' && frame.data.online_users, 'to be joined');
    return client;
  }

  wake() {
    for (const waiter of [...this.waiters]) waiter();
  }

  /** The first frame, from the `from`th on, that fits. */
  waitFor(fits, what = 'a frame', { from = 0, withinMs = waitMs } = {}) {
    return new Promise((resolve, reject) => {
      let at = from;
      const done = (settle, value) => {
        clearTimeout(timer);
        this.waiters.delete(look);
        settle(value);
      };
      const look = () => {
        for (; at < this.frames.length; at += 1) if (fits(this.frames[at])) return done(resolve, this.frames[at]);
        if (this.ended) done(reject, new Error(`ended ${JSON.stringify(this.ended, null, 0)} while waiting for ${what}`));
        return undefined;
      };
      const timer = setTimeout(() => done(reject, new Error(`no sign of ${what} in ${withinMs} ms; last frames: ${JSON.stringify(this.frames.slice(-3))}`)), withinMs);
      this.waiters.add(look);
      look();
    });
  }

  /** Sends and waits for the first later frame of that type. */
  async ask(frame, type) {
    const from = this.frames.length;
    this.send(frame);
    return (await this.waitFor((other) => other.type === type, `${type} after ${JSON.stringify(frame).slice(0, 80)}`, { from })).data;
  }

  send(frame) {
    this.ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  async ping() {
    return this.ask({ type: 'ping' }, 'pong');
  }

  get messages() {
    return this.frames.filter((frame) => frame.type === 'message').map((frame) => frame.data);
  }

  async end(withinMs = waitMs) {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`not closed in ${withinMs} ms`)), withinMs)));
    const ended = await Promise.race([this.closed, late]);
    clearTimeout(timer);
    return ended;
  }

  leave() {
    this.ws.terminate();
  }
}
