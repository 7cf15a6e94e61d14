// What a user can do with one message, from its buttons, its menu and by keys.

import { seenText } from './bubble.js';
import { showMenu, showNames } from './popup.js';
import { text } from './strings.js';

const changeableMs = 15 * 60_000;
const staff = new Set(['technician', 'admin', 'super_admin']);

export class MessageActions {
  /** \param chat  the conversation: its `me`, `timeline`, `changes`, `receipts`, `outbox`, `composer`, `list` */
  constructor(chat) {
    this.chat = chat;
  }

  isFresh(message) {
    return this.chat.serverNow() - new Date(message.ts).getTime() < changeableMs;
  }

  isOwn(message) {
    return message.sender === this.chat.me.id;
  }

  isThere(message) {
    return !message.deleted_at && !this.chat.changes.removals.has(message.id);
  }

  canEdit(message) {
    return this.isThere(message) && this.isOwn(message) && message.type === 'text' && this.isFresh(message);
  }

  canRemove(message) {
    return this.isThere(message) && (staff.has(this.chat.me.role) || (this.isOwn(message) && this.isFresh(message)));
  }

  /** The last message that the arrow in an empty field edits. */
  lastEditable() {
    return this.chat.timeline.messages.findLast((message) => this.canEdit(message)) ?? null;
  }

  /** \param element its row \param target what was pressed, or the bubble */
  act(name, element, target) {
    if (name === 'again' || name === 'drop') {
      this.trouble(name, target.dataset.kind, target.dataset.item);
      return;
    }
    const message = this.chat.timeline.byId.get(Number(element.dataset.id));
    if (!message) return;
    if (name === 'menu') this.menu(message, target);
    else if (name === 'reply') this.reply(message);
    else if (name === 'edit') this.edit(message);
    else if (name === 'remove') this.remove(message);
    else if (name === 'original') this.chat.jump(Number(target.dataset.original));
    else if (name === 'seen') this.seen(message, target);
    else if (name === 'undo') this.chat.changes.undo(message.id);
  }

  trouble(name, kind, item) {
    const { outbox, changes } = this.chat;
    if (kind === 'send') (name === 'again' ? outbox.retry(item) : outbox.discard(item));
    else if (name === 'again') changes.again(kind, Number(item));
    else changes.drop(kind, Number(item));
  }

  menu(message, anchor) {
    if (!this.isThere(message)) return;
    const items = [
      { label: text.reply, icon: 'reply', run: () => this.reply(message) },
      { label: text.copyText, icon: 'copy', run: () => this.chat.copy(this.chat.changes.edits.get(message.id)?.text ?? message.text) },
    ];
    if (message.reply_to) items.push({ label: text.toOriginal, icon: 'chat', run: () => this.chat.jump(message.reply_to.id) });
    if (this.isOwn(message)) items.push({ label: text.whoRead, icon: 'checks', run: () => this.seen(message, anchor) });
    if (this.canEdit(message)) items.push({ label: text.edit, icon: 'edit', run: () => this.edit(message) });
    if (this.canRemove(message)) items.push({ label: text.remove, icon: 'delete', danger: true, run: () => this.remove(message) });
    showMenu(anchor, this.chat.scroller, text.more, items);
  }

  reply(message) {
    if (this.isThere(message)) this.chat.composer.reply(message);
  }

  edit(message) {
    if (this.canEdit(message)) this.chat.composer.edit(message, this.chat.changes.edits.get(message.id)?.text ?? message.text);
  }

  remove(message) {
    if (!this.canRemove(message)) return;
    this.chat.composer.leave(message.id);
    this.chat.changes.remove(message);
  }

  seen(message, anchor) {
    const { read, delivered } = this.chat.receipts.of(message.seq);
    const groups = [{ title: text.readByTitle, names: read }, { title: text.deliveredToTitle, names: delivered }];
    if (!read.length && !delivered.length) groups.push({ title: text.stateSent, names: [text.nobodyYet] });
    showNames(anchor, this.chat.scroller, seenText({ state: read.length ? 'read' : 'delivered', seen: { read, delivered } }), groups);
  }
}
