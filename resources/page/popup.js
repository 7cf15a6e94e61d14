// A small panel beside something: a menu, or a list to read. Esc, a tap elsewhere or scrolling closes it.

import { icon, make } from './dom.js';

const marginPx = 8;

let open = null;

export function closePopup(returnFocus = false) {
  if (!open) return;
  const { panel, controller, from } = open;
  open = null;
  controller.abort();
  panel.remove();
  if (returnFocus) from?.focus({ preventScroll: true });
}

function place(panel, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const rightToLeft = getComputedStyle(anchor).direction === 'rtl';
  const start = rightToLeft ? box.left : box.right - width;
  const below = box.bottom + 4;
  const top = below + height <= innerHeight - marginPx ? below : box.top - 4 - height;
  panel.style.left = `${Math.max(marginPx, Math.min(start, innerWidth - width - marginPx))}px`;
  panel.style.top = `${Math.max(marginPx, Math.min(top, innerHeight - height - marginPx))}px`;
}

function show(panel, anchor, scroller) {
  closePopup();
  const controller = new AbortController();
  const { signal } = controller;
  open = { panel, controller, from: document.activeElement === document.body ? anchor : document.activeElement };
  document.body.append(panel);
  place(panel, anchor);
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    closePopup(true);
  }, { signal });
  document.addEventListener('pointerdown', (event) => panel.contains(event.target) || closePopup(), { signal, capture: true });
  window.addEventListener('resize', () => closePopup(true), { signal });
  scroller.addEventListener('wheel', () => closePopup(true), { signal, passive: true });
  scroller.addEventListener('touchmove', () => closePopup(true), { signal, passive: true });
}

/** \param items `[{label, icon, run, danger}]` */
export function showMenu(anchor, scroller, label, items) {
  const buttons = items.map((item) => make('button', {
    class: item.danger ? 'item risky' : 'item', type: 'button', role: 'menuitem', tabindex: '-1',
    onclick: () => {
      closePopup(true);
      item.run();
    },
  }, icon(item.icon), make('span', {}, item.label)));
  const panel = make('div', { class: 'popup', role: 'menu', 'aria-label': label }, ...buttons);
  panel.addEventListener('keydown', (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    event.stopPropagation();
    const step = steps[event.key];
    const at = buttons.indexOf(document.activeElement) + step;
    const to = Number.isFinite(step) ? (at + buttons.length) % buttons.length : step > 0 ? buttons.length - 1 : 0;
    buttons[to].focus();
  });
  show(panel, anchor, scroller);
  buttons[0].focus({ preventScroll: true });
}

/** \param groups `[{title, names}]` */
export function showNames(anchor, scroller, label, groups) {
  const panel = make('div', { class: 'popup names', role: 'dialog', 'aria-label': label, tabindex: '-1' });
  for (const { title, names } of groups) {
    if (names.length) panel.append(make('h2', {}, title), make('ul', {}, ...names.map((name) => make('li', { dir: 'auto' }, name))));
  }
  show(panel, anchor, scroller);
  panel.focus({ preventScroll: true });
}
