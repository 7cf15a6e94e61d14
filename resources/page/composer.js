// The field to write in: Enter sends, Shift+Enter breaks the line, it grows to six lines, and says when somebody types.

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
  /** handlers: `submit(text)`, `typing(isTyping)` → false if nobody could be told */
  constructor(root, handlers) {
    this.handlers = handlers;
    this.field = root.querySelector('textarea');
    this.button = root.querySelector('.send');
    this.counter = root.querySelector('.counter');
    this.typing = false;
    this.toldAt = 0;
    root.querySelector('.composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener('input', () => this.edited());
    this.field.addEventListener('keydown', (event) => this.pressed(event));
    this.field.addEventListener('blur', () => this.stopTyping());
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  get value() {
    return this.field.value;
  }

  set value(value) {
    this.field.value = value;
    this.fit();
  }

  pressed(event) {
    // 229: the key belongs to an input method, also in browsers that end the composition before keydown.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const value = cleaned(this.field.value);
    if (!value || encoder.encode(value).length > mostBytes) return;
    this.stopTyping();
    this.value = '';
    this.handlers.submit(value);
    this.focus();
  }

  edited() {
    this.fit();
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
