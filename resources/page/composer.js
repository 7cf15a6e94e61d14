// The field to write in: Enter sends, Shift+Enter breaks the line, it grows to six lines, and says when somebody types.
// It answers a message or edits one, which a strip above it shows.

import { text } from './strings.js';

const mostBytes = 16 * 1024;
const warnFromBytes = mostBytes - 1024;
const mostLines = 6;
const typingEveryMs = 1_000;
const typingEndsMs = 3_000;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What is sent of what was written: trimmed, without what the protocol refuses (NUL, half of a character). */
export const cleaned = (value) => decoder.decode(encoder.encode(value.replaceAll('\0', ''))).trim();

export class Composer {
  /**
   * handlers: `submit(text, replyTo)`; `edited(message, text)`; `lastEditable()` → a message or null;
   * `typing(isTyping)` → false if nobody could be told; `drafted(text)`
   */
  constructor(root, handlers) {
    this.handlers = handlers;
    this.field = root.querySelector('textarea');
    this.button = root.querySelector('.send');
    this.counter = root.querySelector('.counter');
    this.strip = root.querySelector('.strip');
    this.typing = false;
    this.toldAt = 0;
    this.about = null; // {kind: 'reply'|'edit', message, draft}
    root.querySelector('.composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.strip.querySelector('button').addEventListener('click', () => this.leave());
    this.field.addEventListener('input', () => this.edited());
    this.field.addEventListener('keydown', (event) => this.pressed(event));
    this.field.addEventListener('blur', () => this.stopTyping());
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** A conversation begins, with what was written before. */
  start(draft) {
    this.about = null;
    this.showStrip();
    this.value = draft;
    this.focus();
  }

  set value(value) {
    this.field.value = value;
    this.fit();
  }

  reply(message) {
    this.leave();
    this.begin('reply', message);
  }

  /** What was being written waits until the edit is over. */
  edit(message, value) {
    this.leave();
    this.begin('edit', message);
    this.value = value;
    this.field.setSelectionRange(value.length, value.length);
  }

  begin(kind, message) {
    this.about = { kind, message, draft: this.field.value };
    this.showStrip();
    this.focus();
  }

  /** Neither answers nor edits any more. \param id only if it is about that message */
  leave(id = null) {
    if (!this.about || (id !== null && this.about.message.id !== id)) return;
    const { kind, draft } = this.about;
    this.about = null;
    if (kind === 'edit') this.value = draft;
    this.showStrip();
    this.focus();
  }

  showStrip() {
    const { strip, about } = this;
    strip.hidden = !about;
    const isEdit = about?.kind === 'edit';
    this.button.setAttribute('aria-label', isEdit ? text.saveEdit : text.send);
    this.button.title = isEdit ? text.saveEdit : text.send;
    this.button.querySelector('use').setAttribute('href', isEdit ? '#icon-check' : '#icon-send');
    if (!about) return;
    const { kind, message } = about;
    strip.dataset.kind = kind;
    strip.querySelector('b').textContent = isEdit ? text.editing : text.replyTo(message.sender_name || message.sender);
    strip.querySelector('span').textContent = message.text.slice(0, 160);
    strip.querySelector('button').setAttribute('aria-label', isEdit ? text.cancelEdit : text.cancelReply);
  }

  pressed(event) {
    // 229: the key belongs to an input method, also in browsers that end the composition before keydown.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === 'Escape' && this.about) this.leave();
    else if (event.key === 'ArrowUp' && !this.field.value && !this.about) this.editLast();
    else if (event.key === 'Enter' && !event.shiftKey) this.submit();
    else return;
    event.preventDefault();
  }

  editLast() {
    const message = this.handlers.lastEditable();
    if (message) this.edit(message, message.text);
  }

  submit() {
    const value = cleaned(this.field.value);
    if (!value || encoder.encode(value).length > mostBytes) return;
    this.stopTyping();
    const { about } = this;
    if (about?.kind === 'edit') {
      this.leave();
      if (value !== about.message.text) this.handlers.edited(about.message, value);
      return;
    }
    this.about = null;
    this.showStrip();
    this.value = '';
    this.handlers.submit(value, about?.message ?? null);
    this.focus();
  }

  edited() {
    this.fit();
    if (this.about?.kind === 'edit') return;
    this.handlers.drafted(this.field.value);
    if (!this.field.value.trim()) {
      this.stopTyping();
      return;
    }
    clearTimeout(this.idleTimer);
    this.idleTimer = setTimeout(() => this.stopTyping(), typingEndsMs);
    const now = Date.now();
    if (now - this.toldAt < typingEveryMs) return;
    if (this.handlers.typing(true) === false) return;
    this.toldAt = now;
    this.typing = true;
  }

  stopTyping() {
    clearTimeout(this.idleTimer);
    if (!this.typing) return;
    this.typing = false;
    this.toldAt = 0;
    this.handlers.typing(false);
  }

  fit() {
    const style = getComputedStyle(this.field);
    const extra = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
    const most = parseFloat(style.lineHeight) * mostLines + extra;
    this.field.style.height = 'auto';
    this.field.style.height = `${Math.min(this.field.scrollHeight, most)}px`;
    this.field.style.overflowY = this.field.scrollHeight > most ? 'auto' : 'hidden';
    const bytes = encoder.encode(cleaned(this.field.value)).length;
    const over = bytes > mostBytes;
    this.button.disabled = bytes === 0 || over;
    this.counter.hidden = bytes < warnFromBytes;
    this.counter.classList.toggle('over', over);
    this.counter.textContent = over ? text.bytesOver(bytes - mostBytes) : text.bytesLeft(mostBytes - bytes);
    this.field.setAttribute('aria-invalid', String(over));
  }
}
