// A member of a room by the room protocol that keeps its state from frames, and asks only for the edits it may have missed.

import WebSocket from 'ws';

const answerWithinMs = 4_000;
const againAfterMs = 50;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export class RoomFollower {
  constructor({ url, token, userId, room }) {
    Object.assign(this, { url, token, userId, room, messages: new Map(), lastId: 0, lastSeq: 0, change: 0, faults: [], sent: 0, unanswered: null, current: false });
    this.connect();
  }

  fault(sentence) {
    this.faults.push(`${this.userId}: ${sentence}`);
  }

  connect() {
    const url = `${this.url.replace('http', 'ws')}/chat/ws/${this.room}?token=${this.token}&after=${this.lastId}`;
    const ws = new WebSocket(url, { perMessageDeflate: false, handshakeTimeout: answerWithinMs });
    this.ws = ws;
    const watch = () => {
      clearTimeout(this.watchdog);
      this.watchdog = setTimeout(() => ws.terminate(), answerWithinMs);
    };
    watch();
    this.beat = setInterval(() => ws.readyState === WebSocket.OPEN && ws.send('{"type":"ping"}'), answerWithinMs / 4);
    ws.on('message', (data) => {
      watch();
      this.heard(JSON.parse(data.toString()));
    });
    ws.on('error', () => {}); // 'close' follows
    ws.on('close', () => {
      clearTimeout(this.watchdog);
      clearInterval(this.beat);
      this.current = false;
      if (!this.closed) setTimeout(() => this.closed || this.connect(), againAfterMs);
    });
  }

  heard({ type, data }) {
    if (type === 'message') this.message(data);
    else if (type === 'message_updated' || type === 'message_deleted') this.changed(data.id, data.text, data.edited_at, data.deleted_at);
    else if (type === 'presence' && data.online_users) this.fill(this.ws);
    else if (type === 'error') this.fault(`refused: ${JSON.stringify(data)}`);
  }

  message(data) {
    if (data.client_msg_id === this.unanswered) this.unanswered = null;
    if (this.messages.has(data.id)) {
      if (data.sender !== this.userId) this.fault(`message ${data.id} came twice`);
      return;
    }
    if (data.seq !== this.lastSeq + 1 || data.id <= this.lastId) this.fault(`seq ${data.seq} after ${this.lastSeq}`);
    this.lastSeq = data.seq;
    this.lastId = data.id;
    this.messages.set(data.id, { number: data.id, seq: data.seq, content: data.text, edited: data.edited_at, deleted: data.deleted_at });
  }

  changed(number, content, edited, deleted) {
    const known = this.messages.get(number);
    if (!known || (known.deleted && !deleted) || (!deleted && (edited ?? '') < (known.edited ?? ''))) return;
    Object.assign(known, { content, edited, deleted });
  }

  /** What changed while nobody was connected. */
  async fill(ws) {
    for (let more = true; more && ws === this.ws;) {
      try {
        const response = await fetch(`${this.url}/api/chat/messages/${this.room}?limit=200&after_change=${this.change}`, { headers: { 'x-auth-token': this.token }, signal: AbortSignal.timeout(answerWithinMs) });
        if (!response.ok) throw new Error(String(response.status));
        const page = await response.json();
        for (const message of page.messages) this.changed(message.number, message.content, message.edited_at, message.deleted_at);
        this.change = page.messages.at(-1)?.change ?? this.change;
        more = page.has_more;
      } catch {
        if (ws.readyState !== WebSocket.OPEN) return;
        await pause(againAfterMs);
      }
    }
    if (ws === this.ws) this.current = ws.readyState === WebSocket.OPEN;
  }

  /** One message, until it comes back. */
  async send(text) {
    this.sent += 1;
    const frame = { text, client_msg_id: `${this.userId}-${this.sent}` };
    this.unanswered = frame.client_msg_id;
    for (let tries = 0; this.unanswered && !this.closed; tries += 1) {
      if (this.current && tries % 20 === 0) this.ws.send(JSON.stringify(frame));
      else if (!this.current) tries = -1;
      await pause(againAfterMs);
    }
  }

  say(frame) {
    if (this.current && this.ws.readyState === WebSocket.OPEN) this.ws.send(JSON.stringify(frame));
  }

  async reaches(seq, withinMs) {
    const until = Date.now() + withinMs;
    while (!(this.current && this.lastSeq >= seq)) {
      if (Date.now() > until) throw new Error(`${this.userId} is at seq ${this.lastSeq}, not ${seq}`);
      await pause(20);
    }
  }

  snapshot() {
    return Array.from(this.messages.values(), (message) => ({ ...message, edited: Boolean(message.edited), deleted: Boolean(message.deleted) }));
  }

  close() {
    this.closed = true;
    clearTimeout(this.watchdog);
    clearInterval(this.beat);
    this.ws.terminate();
  }
}
