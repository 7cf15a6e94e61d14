// A client of one session that keeps its state from events alone, and asks only for what it may have missed: as an
// application over the unmodified socket.io-client would. Runs in Node and, as it is, in a browser.
//
// It trusts nothing: on each connection every `change` must follow the one before, without a gap or a double, and goes on
// so where the library says that the connection was recovered.

const answerWithinMs = 4_000;
const againAfterMs = 50;
const changing = ['new_message', 'message_updated', 'message_deleted'];
const others = ['messages_read', 'user_joined', 'user_left', 'user_typing', 'user_stopped_typing', 'session_joined'];

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class Follower {
  /** \param io  of socket.io-client \param at `{url, token, userId, session, transports, options}`; `session` is its id */
  constructor(io, { url, token, userId, session, transports, options = {} }) {
    Object.assign(this, { url, token, userId, session });
    this.messages = new Map(); // id → message
    this.readSeq = new Map(); // user id → seq
    this.online = new Set();
    this.typing = new Set();
    this.change = 0; // everything up to this one is in `messages`
    this.faults = [];
    this.counts = { connects: 0, recoveries: 0, upgrades: 0, fills: 0, events: 0, transports: {} };
    this.sent = 0;
    this.wanted = true;
    this.begin();
    this.socket = io(url, {
      auth: { token }, transports, reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 400, timeout: 4_000, forceNew: true, ...options,
    });
    this.socket.on('connect', () => this.connected());
    this.socket.on('connect_error', (error) => this.socket.active || this.fault(`the server refused: ${error.message}`));
    this.socket.on('disconnect', (reason) => (reason === 'io server disconnect' ? this.fault('the server sent this client away') : null));
    this.socket.on('error', (error) => this.fault(`an error event: ${JSON.stringify(error)}`));
    for (const name of [...changing, ...others]) this.socket.on(name, (data) => this.heard(name, data));
  }

  fault(sentence) {
    this.faults.push(`${this.userId}: ${sentence} (${JSON.stringify(this.counts)})`);
  }

  /** What comes next belongs to a new connection: nothing is known of what was missed. */
  begin() {
    this.round = (this.round ?? 0) + 1;
    this.joined = false;
    this.filled = false;
    this.lastLive = null;
    this.waiting = [];
    this.typing.clear();
  }

  connected() {
    this.counts.connects += 1;
    if (this.socket.recovered) this.counts.recoveries += 1;
    else this.begin();
    const transport = this.socket.io.engine.transport.name;
    this.socket.io.engine.once('upgrade', () => (this.counts.upgrades += 1));
    this.counts.transports[transport] = (this.counts.transports[transport] ?? 0) + 1;
    this.sync();
  }

  get isCurrent() {
    return this.socket.connected && this.joined && this.filled;
  }

  /** Joins and fills the gap, again and again until both are done, unless the connection is lost again. */
  async sync() {
    if (this.syncing) return;
    this.syncing = true;
    while (this.wanted && this.socket.connected && !this.isCurrent) {
      const { round } = this;
      try {
        if (!this.joined) await this.join(round);
        if (round === this.round && !this.filled) await this.fill(round);
      } catch {
        await pause(againAfterMs); // no answer in time
      }
    }
    this.syncing = false;
  }

  async join(round) {
    const answer = await this.socket.timeout(answerWithinMs).emitWithAck('join_session', { session_id: this.session });
    if (!answer.ok) this.fault(`join_session: ${JSON.stringify(answer)}`);
    if (round === this.round) this.joined = true;
  }

  async leave() {
    this.wanted = false;
    await this.socket.timeout(answerWithinMs).emitWithAck('leave_session', { session_id: this.session }).catch(() => {});
    this.begin();
  }

  enter() {
    this.wanted = true;
    this.begin();
    return this.sync();
  }

  async get(path) {
    const response = await fetch(`${this.url}${path}`, { headers: { 'x-auth-token': this.token }, signal: AbortSignal.timeout(answerWithinMs) });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    return response.json();
  }

  async fill(round) {
    for (let more = true; more;) {
      const page = await this.get(`/api/chat/messages/${this.session}?limit=200&after_change=${this.change}`);
      if (round !== this.round) return;
      for (const message of page.messages) {
        if (message.change <= this.change) this.fault(`after_change=${this.change} gave change ${message.change}`);
        this.messages.set(message.id, message);
        this.change = message.change;
      }
      more = page.has_more;
    }
    const { session } = await this.get(`/api/chat/sessions/${this.session}`);
    if (round !== this.round) return;
    for (const member of session.members) this.read(member.user_id, member.read_seq);
    this.counts.fills += 1;
    this.filled = true;
    for (const [name, data] of this.waiting.splice(0)) this.take(name, data);
  }

  heard(name, data) {
    if (data.session_id !== this.session) return;
    this.counts.events += 1;
    if (changing.includes(name)) {
      if (this.lastLive !== null && data.change !== this.lastLive + 1) this.fault(`${name} has change ${data.change} after ${this.lastLive}`);
      this.lastLive = data.change;
    }
    if (this.filled || !changing.includes(name)) this.take(name, data);
    else this.waiting.push([name, data]);
  }

  take(name, data) {
    if (changing.includes(name)) this.apply(name, data);
    else if (name === 'messages_read') this.read(data.user_id, data.up_to_seq);
    else if (name === 'session_joined') this.online = new Set(data.participants_online.map((user) => user.user_id));
    else if (name === 'user_joined') this.online.add(data.user_id);
    else if (name === 'user_left') this.online.delete(data.user_id);
    else if (name === 'user_typing') this.typing.add(data.user_id);
    else this.typing.delete(data.user_id);
  }

  apply(name, data) {
    if (data.change <= this.change) return; // it came with what was asked for
    if (data.change !== this.change + 1) this.fault(`${name} has change ${data.change}, this client has everything up to ${this.change}`);
    this.change = data.change;
    const id = name === 'message_deleted' ? data.message_id : data.id;
    const known = this.messages.get(id);
    if ((name === 'new_message') === Boolean(known)) this.fault(`${name} of a message that is ${known ? 'already here' : 'not here'}: ${id}`);
    if (name === 'message_deleted') this.messages.set(id, { ...known, content: '', change: data.change, deleted_at: data.deleted_at });
    else this.messages.set(id, data);
  }

  read(userId, seq) {
    this.readSeq.set(userId, Math.max(seq, this.readSeq.get(userId) ?? 0));
  }

  /** Asks until there is an answer: a repeat is known by its client_msg_id. */
  async ask(name, data) {
    for (;;) {
      if (this.closed) throw new Error('closed');
      if (this.socket.connected) {
        try {
          return await this.socket.timeout(answerWithinMs).emitWithAck(name, data);
        } catch {
          // Lost on the way there or back.
        }
      }
      await pause(againAfterMs);
    }
  }

  /** One message, whatever happens to the network. */
  async send(content, more = {}) {
    this.sent += 1;
    const answer = await this.ask('send_message', { session_id: this.session, content, client_msg_id: `${this.userId}-${this.sent}`, ...more });
    if (!answer.ok) this.fault(`send_message: ${JSON.stringify(answer)}`);
    return answer.message;
  }

  /** A REST request, until there is an answer. \return `{status, body}` */
  async rest(method, path, json) {
    for (;;) {
      if (this.closed) throw new Error('closed');
      try {
        const response = await fetch(`${this.url}${path}`, {
          method, headers: { 'x-auth-token': this.token, 'content-type': 'application/json' }, body: JSON.stringify(json), signal: AbortSignal.timeout(answerWithinMs),
        });
        if (response.status !== 503) return { status: response.status, body: await response.json() };
      } catch {
        // Lost on the way there or back.
      }
      await pause(againAfterMs);
    }
  }

  /** Ready when this client is up to date to that change. */
  async reaches(change, withinMs) {
    const until = Date.now() + withinMs;
    while (!(this.isCurrent && this.change >= change)) {
      if (Date.now() > until) throw new Error(`${this.userId} is at change ${this.change}, not ${change}: ${JSON.stringify({ ...this.counts, joined: this.joined, filled: this.filled, connected: this.socket.connected })}`);
      await pause(20);
    }
  }

  /** What it believes the session to hold, by seq. */
  snapshot() {
    const messages = Array.from(this.messages.values()).sort((a, b) => a.seq - b.seq);
    return {
      messages: messages.map((message) => ({
        id: message.id, number: message.number, seq: message.seq, change: message.change, content: message.content, sender: message.sender_id,
        clientMsgId: message.client_msg_id, edited: message.edited_at !== null, deleted: message.deleted_at !== null,
      })),
      readSeq: Object.fromEntries(this.readSeq),
      online: [...this.online].sort(),
      typing: [...this.typing].sort(),
      faults: this.faults,
      counts: this.counts,
    };
  }

  close() {
    this.closed = true;
    this.wanted = false;
    this.socket.disconnect();
  }
}
