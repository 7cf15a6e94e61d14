// Draws the rows and minds the scroll position: it stays at the bottom if it was there, else on what is being read.

import { buildBubble, updateBubble } from './bubble.js';
import { make } from './dom.js';
import { dayName } from './strings.js';

const bottomSlackPx = 48;
const olderWithinPx = 400;
const flashMs = 1_600;

export class MessageList {
  /**
   * handlers: `older()`, `moved(atBottom)`, `act(name, element, target)` for what is asked of a row: `menu`, `reply`,
   * `edit`, `remove`, `original`, `seen`, `undo`, `again`, `drop`; `out()` when Esc leaves the list
   */
  constructor(scroller, handlers) {
    this.scroller = scroller;
    this.handlers = handlers;
    this.rows = scroller.querySelector('.rows');
    this.elements = new Map();
    this.atBottom = true;
    scroller.addEventListener('scroll', () => this.scrolled(), { passive: true });
    scroller.addEventListener('click', (event) => this.clicked(event));
    scroller.addEventListener('pointerdown', (event) => (this.pointer = event.pointerType), { passive: true });
    scroller.addEventListener('keydown', (event) => this.pressed(event));
    scroller.addEventListener('contextmenu', (event) => this.byKey(event));
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

  clicked(event) {
    const element = event.target.closest('.row.bubble');
    if (!element) return;
    const target = event.target.closest('[data-do]');
    if (target) this.handlers.act(target.dataset.do, element, target);
    else if (this.pointer === 'touch' && event.target.closest('.bubble > .stack > .bubble') && !event.target.closest('a') && getSelection().isCollapsed) {
      this.handlers.act('menu', element, event.target.closest('.bubble'));
    }
  }

  /** Arrows walk through the messages; what can be done with one has a key. */
  pressed(event) {
    if (event.target !== this.scroller && !event.target.matches('.row')) {
      if (event.key === 'Escape') event.target.closest('.row')?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target === this.scroller ? null : event.target;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const act = { Enter: 'menu', r: 'reply', e: 'edit', Delete: 'remove' }[event.key];
    if (step) this.walk(row, step);
    else if (event.key === 'Escape') this.handlers.out();
    else if (act && row) this.handlers.act(act, row, row.querySelector('.stack > .bubble'));
    else return;
    event.preventDefault();
  }

  /** The menu key; a mouse gets the browser's own menu, with "copy". */
  byKey(event) {
    if (event.button === 2 || !event.target.matches('.row.bubble')) return;
    event.preventDefault();
    this.handlers.act('menu', event.target, event.target.querySelector('.stack > .bubble'));
  }

  walk(from, step) {
    const all = Array.from(this.rows.querySelectorAll('.row.bubble'));
    const bottom = this.scroller.getBoundingClientRect().bottom;
    const next = from ? all[all.indexOf(from) + step] : all.findLast((row) => row.getBoundingClientRect().top < bottom);
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
  }

  /** Brings the row of that message to the middle and marks it for a moment. */
  show(id) {
    const element = this.rows.querySelector(`[data-id="${id}"]`);
    if (!element) return;
    this.atBottom = false;
    element.scrollIntoView({ block: 'center' });
    this.scrolled();
    element.focus({ preventScroll: true });
    clearTimeout(this.flashTimer);
    this.rows.querySelector('.flash')?.classList.remove('flash');
    element.classList.add('flash');
    this.flashTimer = setTimeout(() => element.classList.remove('flash'), flashMs);
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
        element = row.kind === 'bubble' ? buildBubble(row) : buildLine(row);
        this.elements.set(row.key, element);
      }
      if (row.kind === 'bubble') updateBubble(element, row);
      else updateLine(element, row);
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
}

const buildLine = (row) => make('li', { class: `row ${row.kind}`, 'data-kind': row.kind, 'data-key': row.key }, make('span', { dir: 'auto' }));

function updateLine(element, row) {
  const said = row.kind === 'day' ? dayName(row.at) : row.text;
  if (element.firstChild.textContent !== said) element.firstChild.textContent = said;
}
