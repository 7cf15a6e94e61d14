// Who else is in the room, and who of them types.

const typingEndsMs = 6_000;
const mostNotices = 100;

export class People {
  /** handlers: `changed()` */
  constructor(me, handlers) {
    this.me = me;
    this.handlers = handlers;
    this.typing = new Map(); // user id → {name, timer}
    this.names = new Map();
    this.online = 0;
    this.notices = []; // {key, text, afterId}: who came and went while this page was open
    this.noticed = 0;
  }

  /** \param words `{joined(name), left(name)}` \param afterId the last message before it */
  presence(data, words, afterId) {
    if (Number.isInteger(data.online_count)) this.online = data.online_count;
    if (data.user_id !== this.me.id) {
      if (!data.online) this.stopTyping(data.user_id);
      this.note(data.user_id, (data.online ? words.joined : words.left)(data.user_name || data.user_id), afterId);
    }
    this.handlers.changed();
  }

  /** One line a person while nothing else happens, so that a shaky connection does not fill the page. */
  note(userId, text, afterId) {
    this.notices = this.notices.filter((notice) => notice.userId !== userId || notice.afterId !== afterId);
    this.noticed += 1;
    this.notices.push({ key: this.noticed, userId, text, afterId });
    if (this.notices.length > mostNotices) this.notices.shift();
  }

  typed(data) {
    if (data.user_id === this.me.id) return;
    clearTimeout(this.typing.get(data.user_id)?.timer);
    if (data.is_typing) {
      const timer = setTimeout(() => this.stopTyping(data.user_id), typingEndsMs);
      this.typing.set(data.user_id, { name: data.user_name || data.user_id, timer });
    } else {
      this.typing.delete(data.user_id);
    }
    this.handlers.changed();
  }

  stopTyping(userId) {
    const entry = this.typing.get(userId);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.typing.delete(userId);
    this.handlers.changed();
  }

  /** Nothing is known of the others while the connection is lost. */
  clear() {
    for (const { timer } of this.typing.values()) clearTimeout(timer);
    this.typing.clear();
    this.online = 0;
    this.handlers.changed();
  }

  get typingNames() {
    return Array.from(this.typing.values(), (entry) => entry.name);
  }
}
