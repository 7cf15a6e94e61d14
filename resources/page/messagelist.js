// Draws the rows and minds the scroll position: it stays at the bottom if it was there, else on what is being read.

import { hueOf, icon, initials, linked, make } from './dom.js';
import { dayName, text, timeOf, wholeTime } from './strings.js';

const bottomSlackPx = 48;
const olderWithinPx = 400;

const ticks = { waiting: ['clock', text.stateWaiting], sent: ['check', text.stateSent], read: ['checks', text.stateRead], failed: ['failed', text.stateFailed] };

const timeElement = (at) => make('time', { datetime: at.toISOString(), title: wholeTime(at) }, timeOf(at));

export class MessageList {
  /** handlers: `older()`, `moved(atBottom)`, `retry(itemId)`, `discard(itemId)` */
  constructor(scroller, handlers) {
    this.scroller = scroller;
    this.handlers = handlers;
    this.rows = scroller.querySelector('.rows');
    this.elements = new Map();
    this.atBottom = true;
    scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.settle()).observe(scroller);
    new ResizeObserver(() => this.settle()).observe(this.rows);
  }

  clear() {
    this.elements.clear();
    this.rows.replaceChildren();
    this.atBottom = true;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const atBottom = scrollHeight - scrollTop - clientHeight < bottomSlackPx;
    if (atBottom !== this.atBottom) {
      this.atBottom = atBottom;
      this.handlers.moved(atBottom);
    }
    if (scrollTop < olderWithinPx) this.handlers.older();
  }

  /** Keeps the bottom in view when the window, the composer or a row changes its height. */
  settle() {
    if (this.atBottom) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  toBottom() {
    this.atBottom = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.handlers.moved(true);
  }

  /** Nothing is left to scroll although older messages exist. */
  get hasRoom() {
    return this.scroller.scrollHeight - this.scroller.clientHeight < olderWithinPx;
  }

  render(rows) {
    const anchor = this.atBottom ? null : this.anchor();
    const kept = new Set(rows.map((row) => row.key));
    for (const [key, element] of this.elements) {
      if (kept.has(key)) continue;
      element.remove();
      this.elements.delete(key);
    }
    let next = this.rows.firstElementChild;
    for (const row of rows) {
      let element = this.elements.get(row.key);
      if (!element) {
        element = this.build(row);
        this.elements.set(row.key, element);
      }
      this.update(element, row);
      if (element === next) next = next.nextElementSibling;
      else this.rows.insertBefore(element, next);
    }
    if (anchor) this.scroller.scrollTop += anchor.element.getBoundingClientRect().top - anchor.top;
    else this.settle();
  }

  /** The first row in view, and where it is. */
  anchor() {
    const top = this.scroller.getBoundingClientRect().top;
    for (const element of this.rows.children) {
      const box = element.getBoundingClientRect();
      if (box.bottom > top && element.dataset.kind === 'bubble') return { element, top: box.top };
    }
    return null;
  }

  build(row) {
    const element = make('li', { class: `row ${row.kind}`, 'data-kind': row.kind, 'data-key': row.key });
    if (row.kind !== 'bubble') {
      element.append(make('span', { dir: 'auto' }, row.kind === 'day' ? dayName(row.at) : row.text));
      return element;
    }
    element.classList.add(row.style);
    const bubble = make('div', { class: 'bubble' });
    if (!row.own || row.style === 'agi') {
      const avatar = make('span', { class: `avatar hue${hueOf(row.sender)}`, 'aria-hidden': 'true' });
      avatar.append(row.style === 'agi' ? icon('robot') : initials(row.name));
      element.append(avatar);
    }
    bubble.append(make('p', { class: 'name' }, make('bdi', {}, row.name), make('span', { class: 'role' }, text.roles[row.role] ?? row.role)));
    if (row.reply) {
      bubble.append(make('blockquote', { dir: 'auto' }, make('b', {}, row.reply.sender_name ?? ''), make('span', {}, row.reply.excerpt ?? '')));
    }
    const body = make('span', { class: 'body' }, ...linked(row.text));
    bubble.append(make('div', { class: 'text', dir: 'auto' }, body, make('span', { class: 'meta', dir: 'ltr' }, timeElement(row.at))));
    element.append(make('div', { class: 'stack' }, bubble));
    return element;
  }

  update(element, row) {
    if (row.kind === 'day') element.firstChild.textContent = dayName(row.at);
    if (row.kind !== 'bubble') return;
    element.classList.toggle('first', row.first);
    element.classList.toggle('last', row.last);
    element.querySelector('.name').hidden = row.own && row.style !== 'agi';
    if (!row.state || element.dataset.state === row.state) return;
    element.dataset.state = row.state;
    const meta = element.querySelector('.meta');
    meta.replaceChildren(timeElement(row.at), icon(...ticks[row.state]));
    this.updateFailure(element, row);
  }

  updateFailure(element, row) {
    element.querySelector('.failure')?.remove();
    if (row.state !== 'failed') return;
    element.querySelector('.stack').append(make('p', { class: 'failure', role: 'alert' },
      make('span', {}, text.sendErrors[row.error] ?? text.stateFailed),
      make('button', { class: 'plain', type: 'button', onclick: () => this.handlers.retry(row.itemId) }, text.sendAgain),
      make('button', { class: 'plain', type: 'button', onclick: () => this.handlers.discard(row.itemId) }, text.discard)));
  }
}
