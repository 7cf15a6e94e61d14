// One conversation: joins the connection, the outbox, the messages and what is drawn of them.

import * as api from './api.js';
import { Changes } from './changes.js';
import { Composer } from './composer.js';
import { closeCode, Connection } from './connection.js';
import { copyText } from './header.js';
import { History } from './history.js';
import { MessageActions } from './messageactions.js';
import { MessageList } from './messagelist.js';
import { Outbox } from './outbox.js';
import { People } from './people.js';
import { closePopup } from './popup.js';
import { Receipts } from './receipts.js';
import { rowsOf } from './rows.js';
import { Search } from './search.js';
import { ofTab } from './session.js';
import { text } from './strings.js';
import { Timeline } from './timeline.js';

const readAfterMs = 300;
const skeletonAfterMs = 200;
const againAfterMs = 5_000;

export class Chat {
  /** handlers: `refused(code)` when this user cannot go on here */
  constructor(root, header, handlers) {
    this.header = header;
    this.handlers = handlers;
    this.root = root;
    this.scroller = root.querySelector('.messages');
    this.actions = new MessageActions(this);
    this.composer = new Composer(root, {
      submit: (value, replyTo) => this.submit(value, replyTo),
      edited: (message, value) => this.changes.edit(message, value),
      lastEditable: () => this.actions.lastEditable(),
      typing: (isTyping) => this.connection.send({ type: 'typing', is_typing: isTyping }),
      drafted: (value) => ofTab.set(this.draftKey, value),
    });
    this.list = new MessageList(this.scroller, {
      older: () => this.loadOlder(),
      moved: () => this.seen(),
      act: (name, element, target) => this.actions.act(name, element, target),
      out: () => this.composer.focus(),
    });
    this.search = new Search(root, {
      find: (q, cursor) => api.search(this.me.token, this.room, q, cursor),
      jump: (message) => this.jump(message.id),
      opened: (isOpen) => root.querySelector('[data-action=search]').setAttribute('aria-expanded', String(isOpen)),
      closed: () => this.composer.focus(),
    });
    document.addEventListener('visibilitychange', () => this.seen());
    window.addEventListener('focus', () => this.seen());
    window.addEventListener('pagehide', () => this.changes?.close());
    document.addEventListener('keydown', (event) => this.shortcut(event));
  }

  open(me, room) {
    this.close();
    Object.assign(this, { me, room, unread: new Set(), readSent: 0, loading: false, olderBlocked: false, clockOffset: 0 });
    this.draftKey = `ultracom.draft.${me.id}.${room}`;
    this.timeline = new Timeline();
    this.history = new History(me.token, room, this.timeline);
    this.receipts = new Receipts(me);
    this.people = new People(me, { changed: () => this.peopleChanged() });
    this.outbox = new Outbox(me.id, room, {
      send: (frame) => this.connection.send(frame),
      changed: () => this.draw(),
      stuck: () => this.connection.restart(),
    });
    this.changes = new Changes({
      edit: (message, value) => api.editMessage(me.token, message.message_id, value),
      remove: (message, closing) => api.deleteMessage(me.token, message.message_id, closing),
      kept: (message) => this.changed(message),
      changed: () => this.draw(),
      announce: (what) => this.say(text[what]),
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
    this.composer.start(ofTab.get(this.draftKey) ?? '');
    this.skeletonTimer = setTimeout(() => this.draw(), skeletonAfterMs);
    this.connection.start();
    this.draw();
  }

  close() {
    if (!this.connection) return;
    clearTimeout(this.skeletonTimer);
    clearTimeout(this.catchUpTimer);
    closePopup();
    this.search.close(true);
    this.changes.close();
    this.connection.stop();
    this.outbox.disconnected();
    this.people.clear();
    this.header.unread(0);
  }

  /** The latest page comes by REST; the socket then goes on from its last message. */
  async prepare() {
    const { history, timeline } = this;
    if (history.loaded) return;
    await history.latest();
    if (this.history !== history) return;
    for (const message of timeline.messages) this.confirm(message);
    this.draw();
  }

  stateChanged(state) {
    if (state === 'online') {
      this.readSent = 0;
      this.header.explain(null);
      this.outbox.connected();
      this.changes.connected();
      this.catchUp();
      this.seen();
    } else {
      this.outbox.disconnected();
      this.people.clear();
    }
    this.draw();
  }

  /** What the socket does not repeat: edits and deletions of what is here, and who has read how far. */
  async catchUp() {
    clearTimeout(this.catchUpTimer);
    const { history } = this;
    try {
      const [members] = await Promise.all([history.members(), history.catchUp()]);
      if (this.history !== history) return;
      this.receipts.load(members);
      for (const message of this.timeline.messages) if (message.deleted_at) this.gone(message.id);
      this.draw();
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.history === history && this.connection.state === 'online') this.catchUpTimer = setTimeout(() => this.catchUp(), error.retryAfterMs || againAfterMs);
    }
  }

  received({ type, data }) {
    if (type === 'message') this.message(data);
    else if (type === 'message_updated' || type === 'message_deleted') this.changed(data);
    else if (type === 'presence') this.presence(data);
    else if (type === 'typing') this.people.typed(data);
    else if (type === 'read') this.read(data);
    else if (type === 'error') this.outbox.refuse(data.error, data.client_msg_id ?? null);
  }

  message(data) {
    this.confirm(data);
    if (!this.timeline.add(data)) return;
    this.receipts.posted(data.seq);
    const own = data.sender === this.me.id;
    if (!own && !data.deleted_at) {
      this.people.stopTyping(data.sender);
      this.say(text.spoken(data.sender_name || data.sender, data.text));
      if (!this.looking) this.unread.add(data.id);
    }
    this.draw();
    this.seen();
  }

  /** A message was edited or deleted, by whomever. */
  changed(message) {
    this.timeline.change(message);
    if (message.deleted_at) this.gone(message.id);
    this.draw();
  }

  gone(id) {
    this.changes.gone(id);
    this.composer.leave(id);
    this.unread.delete(id);
  }

  presence(data) {
    const at = Date.parse(data.ts);
    if (!Number.isNaN(at)) this.clockOffset = at - Date.now();
    this.receipts.presence(data, this.timeline.lastSeq);
    this.people.presence(data, text, this.timeline.lastId);
  }

  serverNow() {
    return Date.now() + this.clockOffset;
  }

  confirm(message) {
    if (message.client_msg_id && message.sender === this.me.id) this.outbox.confirm(message.client_msg_id);
  }

  read(data) {
    this.receipts.read(data, this.timeline.seqUpTo(data.up_to));
    this.draw();
  }

  say(sentence) {
    this.root.querySelector('.spoken').textContent = sentence;
  }

  async copy(value) {
    try {
      await copyText(value);
      this.say(text.copied);
    } catch {
      this.header.explain(text.copyFailed);
    }
  }

  shortcut(event) {
    if (this.root.hidden || event.key.toLowerCase() !== 'f' || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    this.search.open();
  }

  toggleSearch() {
    if (this.search.isOpen) this.search.close();
    else this.search.open();
  }

  submit(value, replyTo) {
    ofTab.remove(this.draftKey);
    this.outbox.add(value, replyTo && { id: replyTo.id, sender_name: replyTo.sender_name || replyTo.sender, excerpt: replyTo.text.slice(0, 160) });
    this.list.toBottom();
  }

  explained(code) {
    this.header.explain(text.closes[code] ?? null);
    if (code === closeCode.large) this.outbox.refuse('too_large', null);
  }

  get looking() {
    return document.visibilityState === 'visible' && this.list.atBottom;
  }

  /** Tells the others that everything is read, once it can be seen. */
  seen() {
    if (!this.connection) return;
    if (this.looking) this.unread.clear();
    this.drawUnread();
    const lastOfOthers = () => this.timeline.messages.findLast((message) => message.sender !== this.me.id)?.id ?? 0;
    if (!this.looking || lastOfOthers() <= this.readSent || this.readTimer) return;
    this.readTimer = setTimeout(() => {
      this.readTimer = null;
      const upTo = lastOfOthers();
      if (this.looking && upTo > this.readSent && this.connection.send({ type: 'read', up_to: upTo })) this.readSent = upTo;
    }, readAfterMs);
  }

  loadOlder() {
    const { timeline } = this;
    if (!this.history?.loaded || this.loading || this.olderBlocked || timeline.complete || timeline.firstId === null) return;
    this.load((history) => history.older());
  }

  /** \return what it gave, or undefined if it failed or another conversation was opened */
  async load(loading) {
    const { history } = this;
    this.loading = true;
    let result;
    try {
      result = await loading(history);
      if (this.history === history) this.older(null);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.history !== history) return undefined;
      this.olderBlocked = true;
      setTimeout(() => (this.olderBlocked = false), againAfterMs);
      this.older(text.olderFailed);
    } finally {
      if (this.history === history) this.loading = false;
    }
    if (this.history !== history) return undefined;
    this.draw();
    return result;
  }

  /** Goes to a message, wherever it is. */
  async jump(id) {
    if (!this.timeline.byId.has(id)) {
      if (this.loading) return;
      this.header.explain(text.loadingOlder);
      const { history } = this;
      const found = await this.load(() => history.until(id));
      if (this.history !== history) return;
      this.header.explain(found ? null : found === false ? text.originalMissing : text.olderFailed);
    }
    this.drawNow();
    this.list.show(id);
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
    const { loaded } = this.history;
    const nothing = !this.timeline.messages.length && !this.outbox.items.length;
    const broken = nothing && !loaded && state === 'waiting';
    this.root.querySelector('.skeleton').hidden = loaded || broken || !nothing;
    this.root.querySelector('.blank').hidden = !(nothing && loaded);
    this.root.querySelector('.blank p').textContent = this.me.visitor ? text.emptyVisitor : text.emptyStaff;
    this.root.querySelector('.broken').hidden = !broken;
    this.list.render(rowsOf(this));
    this.header.state(state, this.outbox.waiting, this.people.online);
    this.drawUnread();
    if (this.list.hasRoom) this.loadOlder();
  }

  drawUnread() {
    const count = this.unread.size;
    const button = this.root.querySelector('.latest');
    button.hidden = this.list.atBottom;
    button.querySelector('span').textContent = count ? text.newMessages(count) : '';
    button.classList.toggle('counted', count > 0);
    button.setAttribute('aria-label', count ? text.newMessages(count) : text.toLatest);
    this.header.unread(document.visibilityState === 'visible' ? 0 : count);
  }
}
