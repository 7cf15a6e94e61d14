// What the page asks of a room by REST: its pages of messages, what has changed, and who has read how far.

import * as api from './api.js';

const pageSize = 50;
const largePage = 200;

export class History {
  constructor(token, room, timeline) {
    Object.assign(this, { token, room, timeline, change: 0, loaded: false });
  }

  /** The newest page, once. */
  async latest() {
    if (this.loaded) return;
    try {
      const page = await api.messages(this.token, this.room, { limit: pageSize });
      this.timeline.addOlder(page.messages);
      this.timeline.complete = !page.hasMore;
      this.reached(page.messages);
    } catch (error) {
      // A room that nobody has opened has no history, and one that may not be opened is refused by the socket.
      if (error.status !== 403 && error.status !== 404) throw error;
      this.timeline.complete = true;
    }
    this.loaded = true;
  }

  async older(limit = pageSize) {
    const { timeline } = this;
    const page = await api.messages(this.token, this.room, { limit, before: timeline.messages[0].message_id });
    timeline.addOlder(page.messages);
    timeline.complete = !page.hasMore;
  }

  /** Brings everything back to the message with that id. \return whether it exists */
  async until(id) {
    const { timeline } = this;
    while (!timeline.complete && timeline.firstId !== null && timeline.firstId > id) await this.older(largePage);
    return timeline.byId.has(id);
  }

  /** Takes over the edits and deletions since the last time. New messages come by the socket. */
  async catchUp() {
    for (;;) {
      const page = await api.messages(this.token, this.room, { limit: largePage, after_change: this.change });
      for (const message of page.messages) this.timeline.change(message);
      this.reached(page.messages);
      if (!page.hasMore || !page.messages.length) return;
    }
  }

  /** Everything up to the changes of these messages is here. */
  reached(messages) {
    for (const { change } of messages) if (change > this.change) this.change = change;
  }

  async members() {
    return (await api.session(this.token, this.room)).session.members ?? [];
  }
}
