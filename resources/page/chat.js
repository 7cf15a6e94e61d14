// One conversation: joins the connection, the outbox, the messages and what is drawn of them.

import * as api from './api.js';
import { Composer } from './composer.js';
import { closeCode, Connection } from './connection.js';
import { MessageList } from './messagelist.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { rowsOf } from './rows.js';
import { ofTab } from './session.js';
import { text } from './strings.js';
import { Timeline } from './timeline.js';

const pageSize = 50;
const readAfterMs = 300;
const skeletonAfterMs = 200;
const olderPauseMs = 5_000;

export class Chat {
  /** handlers: `refused(code)` when this user cannot go on here */
  constructor(root, header, handlers) {
    this.header = header;
    this.handlers = handlers;
    this.root = root;
    this.scroller = root.querySelector('.messages');
    this.list = new MessageList(this.scroller, {
      older: () => this.loadOlder(),
      moved: () => this.movedToBottom(),
      retry: (id) => this.outbox.retry(id),
      discard: (id) => this.outbox.discard(id),
    });
    this.composer = new Composer(root, {
      submit: (value) => this.submit(value),
      typing: (isTyping) => this.connection.send({ type: 'typing', is_typing: isTyping }),
    });
    this.composer.field.addEventListener('input', () => ofTab.set(this.draftKey, this.composer.value));
    document.addEventListener('visibilitychange', () => this.seen());
    window.addEventListener('focus', () => this.seen());
  }

  open(me, room) {
    this.close();
    Object.assign(this, { me, room, unread: 0, readSent: 0, readByOthers: 0, loaded: false, loading: false, olderBlocked: false });
    this.draftKey = `ultracom.draft.${me.id}.${room}`;
    this.timeline = new Timeline();
    this.people = new People(me, { changed: () => this.peopleChanged() });
    this.outbox = new Outbox(me.id, room, {
      send: (frame) => this.connection.send(frame),
      changed: () => this.draw(),
      stuck: () => this.connection.restart(),
    });
    this.connection = new Connection({
      prepare: () => this.prepare(),
      url: () => api.socketUrl(me.token, room, this.timeline.lastId),
      frame: (frame) => this.received(frame),
      state: (state) => this.stateChanged(state),
      closed: (code) => this.explained(code),
      refused: (code) => this.handlers.refused(code),
    });
    this.list.clear();
    this.header.show(me, room);
    this.composer.value = ofTab.get(this.draftKey) ?? '';
    this.composer.focus();
    this.skeletonTimer = setTimeout(() => this.draw(), skeletonAfterMs);
    this.connection.start();
    this.draw();
  }

  close() {
    if (!this.connection) return;
    clearTimeout(this.skeletonTimer);
    this.connection.stop();
    this.outbox.disconnected();
    this.people.clear();
    this.header.unread(0);
  }

  /** The latest page comes by REST; the socket then goes on from its last message. */
  async prepare() {
    if (this.loaded) return;
    const { timeline, me, room } = this;
    try {
      const page = await api.history(me.token, room, { limit: pageSize });
      timeline.addOlder(page);
      timeline.complete = page.length < pageSize;
    } catch (error) {
      // A room that nobody has opened has no history, and one that may not be opened is refused by the socket.
      if (error.status !== 403 && error.status !== 404) throw error;
      timeline.complete = true;
    }
    if (this.timeline !== timeline) return;
    this.loaded = true;
    for (const message of timeline.messages) this.confirm(message);
    this.draw();
  }

  stateChanged(state) {
    if (state === 'online') {
      this.readSent = 0;
      this.header.explain(null);
      this.outbox.connected();
      this.seen();
    } else {
      this.outbox.disconnected();
      this.people.clear();
    }
    this.draw();
  }

  received({ type, data }) {
    if (type === 'message') this.message(data);
    else if (type === 'presence') this.people.presence(data, text, this.timeline.lastId);
    else if (type === 'typing') this.people.typed(data);
    else if (type === 'read') this.read(data);
    else if (type === 'error') this.outbox.refuse(data.error, data.client_msg_id ?? null);
  }

  message(data) {
    this.confirm(data);
    if (!this.timeline.add(data)) return;
    const own = data.sender === this.me.id;
    if (!own) {
      this.people.stopTyping(data.sender);
      this.root.querySelector('.spoken').textContent = text.spoken(data.sender_name || data.sender, data.text);
      if (!this.looking) this.unread += 1;
    }
    this.draw();
    this.seen();
  }

  confirm(message) {
    if (message.client_msg_id && message.sender === this.me.id) this.outbox.confirm(message.client_msg_id);
  }

  read(data) {
    if (data.user_id === this.me.id || !(data.up_to > this.readByOthers)) return;
    this.readByOthers = data.up_to;
    this.draw();
  }

  submit(value) {
    ofTab.remove(this.draftKey);
    this.outbox.add(value);
    this.list.toBottom();
  }

  explained(code) {
    this.header.explain(text.closes[code] ?? null);
    if (code === closeCode.large) this.outbox.refuse('too_large', null);
  }

  get looking() {
    return document.visibilityState === 'visible' && this.list.atBottom;
  }

  movedToBottom() {
    if (this.connection) this.seen();
  }

  /** Tells the others that everything is read, once it can be seen. */
  seen() {
    if (!this.connection) return;
    if (this.looking) this.unread = 0;
    this.drawUnread();
    const last = this.timeline.messages.findLast((message) => message.sender !== this.me.id)?.id ?? 0;
    if (!this.looking || last <= this.readSent || this.readTimer) return;
    this.readTimer = setTimeout(() => {
      this.readTimer = null;
      const upTo = this.timeline.messages.findLast((message) => message.sender !== this.me.id)?.id ?? 0;
      if (this.looking && upTo > this.readSent && this.connection.send({ type: 'read', up_to: upTo })) this.readSent = upTo;
    }, readAfterMs);
  }

  async loadOlder() {
    if (!this.loaded || this.loading || this.olderBlocked || this.timeline.complete || this.timeline.firstId === null) return;
    const { timeline, me, room } = this;
    this.loading = true;
    try {
      const page = await api.history(me.token, room, { before: timeline.firstId, limit: pageSize });
      timeline.addOlder(page);
      timeline.complete = page.length < pageSize;
      this.older(null);
    } catch (error) {
      if (error.status === undefined) throw error;
      this.olderBlocked = true;
      setTimeout(() => (this.olderBlocked = false), olderPauseMs);
      this.older(text.olderFailed);
    } finally {
      this.loading = false;
    }
    if (this.timeline === timeline) this.draw();
  }

  older(problem) {
    const line = this.root.querySelector('.older');
    line.hidden = !problem;
    line.textContent = problem ?? '';
  }

  peopleChanged() {
    if (!this.connection) return;
    this.header.people(this.connection.state, this.people.online);
    const names = this.people.typingNames;
    const line = this.root.querySelector('.typing');
    line.textContent = names.length ? text.typing(names) : '';
    this.draw();
  }

  /** Once a frame, however much happened. A hidden page gets no frames: a timer sees to it. */
  draw() {
    if (this.drawing) return;
    this.drawing = true;
    const now = () => {
      this.drawing = false;
      this.drawNow();
    };
    if (document.visibilityState === 'visible') requestAnimationFrame(now);
    else setTimeout(now, 0);
  }

  drawNow() {
    const { state } = this.connection;
    const rows = rowsOf({
      messages: this.timeline.messages, outbox: this.outbox.items, notices: this.people.notices, me: this.me, readUpTo: this.readByOthers,
    });
    const nothing = !this.timeline.messages.length && !this.outbox.items.length;
    const broken = nothing && !this.loaded && state === 'waiting';
    this.root.querySelector('.skeleton').hidden = this.loaded || broken || !nothing;
    this.root.querySelector('.blank').hidden = !(nothing && this.loaded);
    this.root.querySelector('.blank p').textContent = this.me.visitor ? text.emptyVisitor : text.emptyStaff;
    this.root.querySelector('.broken').hidden = !broken;
    this.list.render(rows);
    this.header.state(state, this.outbox.waiting, this.people.online);
    this.drawUnread();
    if (this.list.hasRoom) this.loadOlder();
  }

  drawUnread() {
    const button = this.root.querySelector('.latest');
    button.hidden = this.list.atBottom;
    button.querySelector('span').textContent = this.unread ? text.newMessages(this.unread) : '';
    button.classList.toggle('counted', this.unread > 0);
    button.setAttribute('aria-label', this.unread ? text.newMessages(this.unread) : text.toLatest);
    this.header.unread(document.visibilityState === 'visible' ? 0 : this.unread);
  }
}
