// The messages of one room, each once, in the order of their ids, and each as it is now.

const isMessage = (message) => Number.isInteger(message?.id) && typeof message.text === 'string';

/** What is deleted stays so; of two edits the later one holds. */
function isOlder(message, than) {
  if (than.deleted_at) return !message.deleted_at;
  return !message.deleted_at && (message.edited_at ?? '') < (than.edited_at ?? '');
}

export class Timeline {
  constructor() {
    this.messages = [];
    this.byId = new Map();
    this.complete = false; // the first message of the room is here
  }

  get firstId() {
    return this.messages[0]?.id ?? null;
  }

  get lastId() {
    return this.messages.at(-1)?.id ?? 0;
  }

  get lastSeq() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** \return whether it was new */
  add(message) {
    if (!isMessage(message) || this.byId.has(message.id)) return false;
    this.byId.set(message.id, message);
    let at = this.messages.length;
    while (at > 0 && this.messages[at - 1].id > message.id) at -= 1;
    this.messages.splice(at, 0, message);
    return true;
  }

  /** Takes over an edit or a deletion of a message that is here. \return whether it was news */
  change(message) {
    const known = isMessage(message) ? this.byId.get(message.id) : null;
    if (!known || isOlder(message, known)) return false;
    const now = { ...known, text: message.text, edited_at: message.edited_at ?? null, deleted_at: message.deleted_at ?? null };
    this.byId.set(now.id, now);
    this.messages[this.messages.indexOf(known)] = now;
    return true;
  }

  /** A page of older ones, oldest first. */
  addOlder(page) {
    const older = page.filter((message) => isMessage(message) && !this.byId.has(message.id));
    for (const message of older) this.byId.set(message.id, message);
    this.messages = [...older, ...this.messages].sort((a, b) => a.id - b.id);
  }

  /** The seq of the last message up to that id. */
  seqUpTo(id) {
    return this.messages.findLast((message) => message.id <= id)?.seq ?? 0;
  }
}
