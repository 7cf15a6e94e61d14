// What the user changes of what was sent: an edit until the server has kept it, a deletion as long as it can be undone.

const undoMs = 8_000;
const passing = new Set([0, 429, 503]);

/**
 * \param me  of whom the token is
 * handlers: `edit(message, text)` and `remove(message, closing)`, which send it and give the message as it is then;
 * `kept(message)`; `changed()`; `announce(name)` for who cannot see it: `deleted`, `restored`
 */
export class Changes {
  constructor(handlers) {
    this.handlers = handlers;
    this.edits = new Map(); // message id → {message, text, state: 'saving'|'failed', error}
    this.removals = new Map(); // message id → {message, state: 'undoable'|'removing'|'failed', error, timer}
  }

  async edit(message, text) {
    const change = { message, text, state: 'saving', error: null };
    this.edits.set(message.id, change);
    await this.send(this.edits, change, () => this.handlers.edit(message, text));
  }

  remove(message) {
    this.edits.delete(message.id);
    const change = { message, state: 'undoable', error: null };
    change.timer = setTimeout(() => this.commit(change), undoMs);
    this.removals.set(message.id, change);
    this.handlers.changed();
    this.handlers.announce('deleted');
  }

  undo(id) {
    const change = this.removals.get(id);
    if (change?.state !== 'undoable') return;
    this.drop('remove', id);
    this.handlers.announce('restored');
  }

  async commit(change, closing = false) {
    clearTimeout(change.timer);
    change.state = 'removing';
    await this.send(this.removals, change, () => this.handlers.remove(change.message, closing));
  }

  async send(changes, change, sending) {
    const { id } = change.message;
    change.error = null;
    this.handlers.changed();
    try {
      const message = await sending();
      if (changes.get(id) === change) changes.delete(id);
      this.handlers.kept(message);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (changes.get(id) !== change) return;
      change.state = 'failed';
      change.error = error;
    }
    this.handlers.changed();
  }

  again(kind, id) {
    const change = this.changesOf(kind).get(id);
    if (!change) return;
    if (kind === 'remove') this.commit(change);
    else this.edit(change.message, change.text);
  }

  drop(kind, id) {
    clearTimeout(this.changesOf(kind).get(id)?.timer);
    this.changesOf(kind).delete(id);
    this.handlers.changed();
  }

  changesOf(kind) {
    return kind === 'remove' ? this.removals : this.edits;
  }

  /** The server is there again: what failed only because it was away goes out. */
  connected() {
    for (const [kind, changes] of [['edit', this.edits], ['remove', this.removals]]) {
      for (const [id, change] of changes) if (change.state === 'failed' && passing.has(change.error.status)) this.again(kind, id);
    }
  }

  /** The message was deleted, by whomever. */
  gone(id) {
    this.edits.delete(id);
    clearTimeout(this.removals.get(id)?.timer);
    this.removals.delete(id);
  }

  /** The conversation is left: nothing can be undone any more. */
  close() {
    for (const change of this.removals.values()) if (change.state === 'undoable') this.commit(change, true);
  }
}
