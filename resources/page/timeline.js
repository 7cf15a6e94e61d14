// The messages of one room, each once, in the order of their ids.

export class Timeline {
  constructor() {
    this.messages = [];
    this.ids = new Set();
    this.complete = false; // the first message of the room is here
  }

  get firstId() {
    return this.messages[0]?.id ?? null;
  }

  get lastId() {
    return this.messages.at(-1)?.id ?? 0;
  }

  /** \return whether it was new */
  add(message) {
    if (!Number.isInteger(message?.id) || typeof message.text !== 'string' || this.ids.has(message.id)) return false;
    this.ids.add(message.id);
    let at = this.messages.length;
    while (at > 0 && this.messages[at - 1].id > message.id) at -= 1;
    this.messages.splice(at, 0, message);
    return true;
  }

  /** A page of older ones, oldest first. */
  addOlder(page) {
    const older = page.filter((message) => Number.isInteger(message?.id) && typeof message.text === 'string' && !this.ids.has(message.id));
    for (const message of older) this.ids.add(message.id);
    this.messages = [...older, ...this.messages].sort((a, b) => a.id - b.id);
  }
}
