// One room's WebSocket: joins, watches that it lives, and comes back by itself.

const firstDelayMs = 500;
const longestDelayMs = 30_000;
const pingEveryMs = 25_000;
const answerWithinMs = 10_000;
const steadyAfterMs = 5_000;
const tooFastDelayMs = 5_000;

export const closeCode = { shutdown: 1001, token: 4401, forbidden: 4403, slow: 4408, replaced: 4409, large: 4413, fast: 4429 };
const final = new Set([closeCode.token, closeCode.forbidden, closeCode.replaced]);

/**
 * States: `connecting` (first time), `online` (joined and up to date), `waiting` (lost, comes back), `stopped`.
 * handlers: `prepare()` async, before each attempt, may throw `{status, retryAfterMs}`; `url()`; `frame({type, data})`;
 * `state(name)`; `closed(code)` for each close that the server explains; `refused(code)` when it is no use to go on.
 */
export class Connection {
  constructor(handlers) {
    this.handlers = handlers;
    this.state = 'stopped';
    this.socket = null;
    this.failures = 0;
    this.round = 0; // grows with each attempt, so that what belongs to an older one is known and ignored
    this.onNetwork = () => this.hurry();
    this.onOffline = () => this.probe();
    this.onVisible = () => document.visibilityState === 'visible' && this.hurry();
  }

  start() {
    window.addEventListener('online', this.onNetwork);
    window.addEventListener('offline', this.onOffline);
    window.addEventListener('pageshow', this.onNetwork);
    document.addEventListener('visibilitychange', this.onVisible);
    this.enter('connecting');
    this.attempt();
  }

  stop() {
    window.removeEventListener('online', this.onNetwork);
    window.removeEventListener('offline', this.onOffline);
    window.removeEventListener('pageshow', this.onNetwork);
    document.removeEventListener('visibilitychange', this.onVisible);
    this.drop();
    this.enter('stopped');
  }

  /** Sends a frame; false if nobody would hear it now. */
  send(frame) {
    if (this.state !== 'online' || this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives this connection up, as something that was due did not come, and makes a new one. */
  restart() {
    if (this.state !== 'stopped') this.lost(0);
  }

  /** There is reason to believe that the way is free: no more waiting; an open connection is tried. */
  hurry() {
    if (this.state === 'online') this.probe();
    else if (this.retryTimer) this.attempt();
  }

  enter(state) {
    if (this.state === state) return;
    this.state = state;
    this.handlers.state(state);
  }

  drop() {
    this.round += 1;
    for (const name of ['retryTimer', 'pingTimer', 'answerTimer', 'steadyTimer']) {
      clearTimeout(this[name]);
      this[name] = null;
    }
    const socket = this.socket;
    this.socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close();
  }

  async attempt() {
    this.drop();
    const round = this.round;
    try {
      await this.handlers.prepare();
    } catch (error) {
      if (round === this.round) this.failed(error);
      return;
    }
    if (round !== this.round) return;
    const socket = new WebSocket(this.handlers.url());
    this.socket = socket;
    socket.onmessage = (event) => this.received(event.data);
    socket.onclose = (event) => this.lost(event.code);
    this.answerTimer = setTimeout(() => this.restart(), answerWithinMs);
  }

  failed(error) {
    if (error.status === 401) this.end(closeCode.token);
    else if (error.status === undefined) throw error;
    else this.retry(error.retryAfterMs ?? 0);
  }

  lost(code) {
    this.drop();
    if (final.has(code)) {
      this.end(code);
      return;
    }
    this.handlers.closed(code);
    this.retry(code === closeCode.fast ? tooFastDelayMs : 0);
  }

  end(code) {
    this.stop();
    this.handlers.refused(code);
  }

  retry(leastMs) {
    this.drop();
    const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** this.failures);
    this.failures += 1;
    this.retryTimer = setTimeout(() => this.attempt(), leastMs + Math.random() * ceiling);
    this.enter('waiting');
  }

  received(data) {
    clearTimeout(this.answerTimer);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (!frame || typeof frame.type !== 'string' || typeof frame.data !== 'object' || frame.data === null) return;
    const joins = frame.type === 'presence' && this.state !== 'online' && Array.isArray(frame.data.online_users);
    if (!joins && this.state !== 'online') this.expectAnswer(); // missed messages are still coming
    this.handlers.frame(frame);
    if (!joins || !this.socket) return;
    this.steadyTimer = setTimeout(() => (this.failures = 0), steadyAfterMs);
    this.schedulePing();
    this.enter('online');
  }

  expectAnswer() {
    clearTimeout(this.answerTimer);
    this.answerTimer = setTimeout(() => this.restart(), answerWithinMs);
  }

  schedulePing() {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => this.probe(), pingEveryMs);
  }

  probe() {
    if (!this.send({ type: 'ping' })) return;
    this.expectAnswer();
    this.schedulePing();
  }
}
