// What the user wrote and the server has not yet confirmed. Kept over a reload, one storage key an item, so that two
// tabs of one user never overwrite each other; sending an item twice is harmless, as its client_msg_id is the same.

import { lasting } from './session.js';

const confirmWithinMs = 10_000;
const firstPauseMs = 1_000;
const longestPauseMs = 15_000;
const passing = new Set(['rate_limited', 'unavailable', 'timeout']);

/** A random UUID; randomUUID itself is missing where the page comes over plain http. */
export function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/**
 * Items `{id, text, replyTo, at, state: 'waiting'|'failed', error}` in the order written; `replyTo` as in a message. One is under way at a time: only so
 * does their order hold when the server refuses one of them for a while.
 * handlers: `send(frame)` → false if not connected; `changed()`; `stuck()` when the answer is overdue.
 */
export class Outbox {
  constructor(userId, room, handlers) {
    this.prefix = `ultracom.outbox.${userId}.${room}.`;
    this.handlers = handlers;
    this.underWay = null;
    this.pauseMs = 0;
    this.items = this.load();
  }

  load() {
    const items = [];
    for (const key of lasting.keys()) {
      if (!key.startsWith(this.prefix)) continue;
      try {
        const item = JSON.parse(lasting.get(key));
        if (typeof item.text === 'string') items.push({ ...item, id: key.slice(this.prefix.length) });
      } catch {
        lasting.remove(key);
      }
    }
    return items.sort((a, b) => a.at - b.at || a.order - b.order);
  }

  get waiting() {
    return this.items.filter((item) => item.state === 'waiting').length;
  }

  add(text, replyTo = null) {
    const order = (this.items.at(-1)?.order ?? 0) + 1;
    const item = { id: randomId(), text, replyTo, at: Date.now(), order, state: 'waiting', error: null };
    this.items.push(item);
    this.save(item);
    this.handlers.changed();
    this.pump();
  }

  /** The connection is there: what was under way on the one before goes out again. */
  connected() {
    this.settle();
    clearTimeout(this.pauseTimer);
    this.pauseTimer = null;
    this.pump();
  }

  disconnected() {
    this.settle();
  }

  /** The message with this client_msg_id has arrived. */
  confirm(id) {
    if (!this.remove(id)) return;
    this.pauseMs = 0;
    this.handlers.changed();
    this.pump();
  }

  /** The server refused; without an id it means the one under way. */
  refuse(code, id) {
    const item = this.items.find((other) => other.id === (id ?? this.underWay));
    if (!item) return;
    if (item.id === this.underWay) this.settle();
    if (passing.has(code)) {
      this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2 || firstPauseMs);
      clearTimeout(this.pauseTimer);
      this.pauseTimer = setTimeout(() => {
        this.pauseTimer = null;
        this.pump();
      }, this.pauseMs);
      return;
    }
    item.state = 'failed';
    item.error = code;
    this.save(item);
    this.handlers.changed();
    this.pump();
  }

  retry(id) {
    const item = this.items.find((other) => other.id === id);
    if (!item) return;
    item.state = 'waiting';
    item.error = null;
    this.save(item);
    this.handlers.changed();
    this.pump();
  }

  discard(id) {
    if (this.remove(id)) this.handlers.changed();
  }

  pump() {
    if (this.underWay || this.pauseTimer) return;
    const item = this.items.find((other) => other.state === 'waiting');
    if (!item) return;
    const frame = { text: item.text, client_msg_id: item.id };
    if (item.replyTo) frame.reply_to = item.replyTo.id;
    if (!this.handlers.send(frame)) return;
    this.underWay = item.id;
    this.overdue = setTimeout(() => this.handlers.stuck(), confirmWithinMs);
  }

  settle() {
    this.underWay = null;
    clearTimeout(this.overdue);
  }

  remove(id) {
    const at = this.items.findIndex((item) => item.id === id);
    if (at < 0) return false;
    this.items.splice(at, 1);
    lasting.remove(this.prefix + id);
    if (this.underWay === id) this.settle();
    return true;
  }

  save(item) {
    const { id, ...kept } = item;
    lasting.set(this.prefix + id, JSON.stringify(kept));
  }
}
