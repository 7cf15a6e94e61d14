// The top of a conversation: its name, the state of the connection, who is here, and what went wrong.

import { make } from './dom.js';
import { text } from './strings.js';

const copiedForMs = 2_000;

export class Header {
  constructor(root) {
    this.root = root;
    this.find = (selector) => root.querySelector(selector);
    this.find('[data-action=copy]').addEventListener('click', () => this.copy());
    this.find('[data-action=dismiss]').addEventListener('click', () => this.explain(null));
  }

  show(me, room) {
    this.room = room;
    this.find('.room').textContent = room;
    this.find('.room').title = room;
    this.find('[data-action=rooms]').hidden = me.visitor;
    this.find('[data-action=leave]').hidden = !me.visitor;
    this.explain(null);
    this.unread(0);
  }

  state(state, waiting, online) {
    const names = { connecting: text.connecting, online: text.connected, waiting: text.reconnecting, stopped: text.stopped };
    this.find('.state').dataset.state = state;
    this.write('.link', names[state]);
    this.people(state, online);
    const bar = this.find('.bar');
    bar.hidden = state !== 'waiting';
    this.write('.bar .why', waiting ? `${text.reconnecting} ${text.waiting(waiting)}` : text.reconnecting);
  }

  people(state, online) {
    const others = Math.max(0, online - 1);
    this.write('.here', state === 'online' && online > 0 ? (others ? text.others(others) : text.alone) : '');
    this.find('.state').classList.toggle('accompanied', others > 0);
  }

  /** Unchanged text is not written again: a screen reader would speak it again. */
  write(selector, value) {
    const element = this.find(selector);
    if (element.textContent !== value) element.textContent = value;
  }

  explain(sentence) {
    const hint = this.find('.hint');
    hint.hidden = !sentence;
    hint.querySelector('.why').textContent = sentence ?? '';
  }

  unread(count) {
    const title = this.room ? `${this.room} · ${text.appName}` : text.appName;
    document.title = count ? `(${count}) ${title}` : title;
  }

  async copy() {
    const said = this.find('.copied');
    try {
      await copyText(this.room);
      said.textContent = text.copied;
    } catch {
      said.textContent = text.copyFailed;
    }
    setTimeout(() => (said.textContent = ''), copiedForMs);
  }
}

/** The clipboard interface is missing where the page comes over plain http; there a selection is copied. */
export async function copyText(value) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(value);
    return;
  }
  const before = document.activeElement;
  const area = make('textarea', { class: 'unseen', readonly: true, 'aria-hidden': 'true' });
  area.value = value;
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  before?.focus({ preventScroll: true });
  if (!copied) throw new Error('not copied');
}
