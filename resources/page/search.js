// Search in this conversation: a field under the title, the hits below it, and the way to each of them.

import { make } from './dom.js';
import { dayName, httpProblem, text, timeOf, wholeTime } from './strings.js';

const askAfterMs = 250;
const slowAfterMs = 200;

/** The excerpt with its hits marked. \param ranges `[[start, length]…]` in UTF-16 units, ascending */
export function marked(excerpt, ranges) {
  const parts = [];
  let from = 0;
  for (const [start, length] of ranges) {
    if (start < from || length <= 0 || start + length > excerpt.length) continue;
    parts.push(excerpt.slice(from, start), make('mark', {}, excerpt.slice(start, start + length)));
    from = start + length;
  }
  parts.push(excerpt.slice(from));
  return parts;
}

export class Search {
  /** handlers: `find(q, cursor)` → promise of `{results, nextCursor}`; `jump(message)`; `closed()`; `opened(isOpen)` */
  constructor(root, handlers) {
    this.handlers = handlers;
    this.panel = root.querySelector('.search');
    this.field = this.panel.querySelector('input');
    this.status = this.panel.querySelector('.status');
    this.list = this.panel.querySelector('ol');
    this.more = this.panel.querySelector('[data-action=moreFound]');
    this.retry = this.panel.querySelector('[data-action=searchAgain]');
    this.round = 0; // an answer to an older question is ignored
    this.panel.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.ask();
    });
    this.field.addEventListener('input', () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), askAfterMs);
    });
    this.more.addEventListener('click', () => this.ask(this.cursor));
    this.retry.addEventListener('click', () => {
      this.field.focus(); // the button goes
      this.ask();
    });
    this.panel.querySelector('[data-action=closeSearch]').addEventListener('click', () => this.close());
    this.panel.addEventListener('keydown', (event) => this.pressed(event));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  open() {
    this.panel.hidden = false;
    this.handlers.opened(true);
    if (!this.field.value) this.tell(text.searchHint);
    this.field.focus();
    this.field.select();
  }

  /** \param quietly  the conversation is left: nobody takes the focus back */
  close(quietly = false) {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.round += 1;
    this.panel.hidden = true;
    this.handlers.opened(false);
    if (quietly) {
      this.field.value = '';
      this.list.replaceChildren();
      this.more.hidden = true;
    } else {
      this.handlers.closed();
    }
  }

  pressed(event) {
    if (event.key === 'Escape') {
      event.preventDefault();
      this.close();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing) return;
    event.preventDefault();
    const stops = [this.field, ...this.list.querySelectorAll('button'), ...(this.more.hidden ? [] : [this.more])];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
  }

  async ask(cursor = null) {
    clearTimeout(this.timer);
    this.round += 1;
    const { round } = this;
    const q = this.field.value.trim();
    if (!q) {
      this.list.replaceChildren();
      this.more.hidden = true;
      this.tell(text.searchHint);
      return;
    }
    this.retry.hidden = true;
    const slow = setTimeout(() => this.tell(text.searching), slowAfterMs);
    try {
      const found = await this.handlers.find(q, cursor);
      if (round === this.round) this.show(q, found, cursor !== null);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (round === this.round) this.failed(error);
    } finally {
      clearTimeout(slow);
    }
  }

  show(q, found, goesOn) {
    const items = found.results.map((result) => make('li', {}, this.hit(result)));
    if (goesOn) this.list.append(...items);
    else this.list.replaceChildren(...items);
    this.cursor = found.nextCursor;
    this.more.hidden = !this.cursor;
    const count = this.list.children.length;
    this.tell(count ? text.found(count, Boolean(this.cursor)) : text.foundNothing(q));
    if (goesOn) items[0]?.firstChild.focus();
  }

  hit({ message, excerpt, highlights }) {
    const at = new Date(message.ts);
    return make('button', { class: 'hit', type: 'button', onclick: () => this.handlers.jump(message) },
      make('span', { class: 'whose' }, make('bdi', {}, message.sender_name || message.sender),
        make('time', { datetime: at.toISOString(), title: wholeTime(at) }, `${dayName(at)}, ${timeOf(at)}`)),
      make('span', { class: 'excerpt', dir: 'auto' }, ...marked(excerpt, highlights)));
  }

  failed(error) {
    this.list.replaceChildren();
    this.more.hidden = true;
    this.retry.hidden = false;
    this.tell(text.searchFailed(httpProblem(error)), true);
  }

  tell(sentence, isProblem = false) {
    this.status.textContent = sentence;
    this.status.classList.toggle('bad', isProblem);
  }
}
