import { randomFillSync } from 'node:crypto';
import Database from 'libsql';

const activityDelayMs = 50;

const schema = `
  CREATE TABLE IF NOT EXISTS users (
    user_key INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (
    session_key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, room TEXT NOT NULL UNIQUE,
    last_seq INTEGER NOT NULL, created_at INTEGER NOT NULL, last_message_at INTEGER);
  CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,
    session_key INTEGER NOT NULL REFERENCES sessions, sender_key INTEGER NOT NULL REFERENCES users,
    seq INTEGER NOT NULL, content TEXT NOT NULL, client_msg_id TEXT, created_at INTEGER NOT NULL,
    UNIQUE (session_key, seq));
  CREATE UNIQUE INDEX IF NOT EXISTS messages_client ON messages (sender_key, client_msg_id)
    WHERE client_msg_id IS NOT NULL;
  CREATE TABLE IF NOT EXISTS activity (
    at INTEGER NOT NULL, event TEXT NOT NULL, session_key INTEGER NOT NULL, user_id TEXT NOT NULL);`;

const randomBytes = 10; // of each id
const random = Buffer.alloc(1000 * randomBytes);
let randomAt = random.length;

/** A UUIDv7 as 16 bytes: in time order, so that its index grows at one end. */
function uuid7(at) {
  if (randomAt === random.length) {
    randomFillSync(random);
    randomAt = 0;
  }
  const id = Buffer.allocUnsafe(16);
  id.writeUIntBE(at, 0, 6);
  random.copy(id, 6, randomAt, (randomAt += randomBytes));
  id[6] = 0x70 | (id[6] & 0x0f);
  id[8] = 0x80 | (id[8] & 0x3f);
  return id;
}

function textOf(id) {
  const hex = id.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * SQLite (WAL, synchronous=FULL) with group commit: everything that comes within one turn of the event loop is one
 * transaction, and is answered after its commit. Sessions and users are cached; they are few and never change here.
 */
export class Store {
  constructor(file) {
    this.db = new Database(file);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = FULL');
    this.db.exec(schema);
    const prepare = (sql) => this.db.prepare(sql);
    this.begin = prepare('BEGIN IMMEDIATE');
    this.commit = prepare('COMMIT');
    this.insertUser = prepare('INSERT INTO users (user_id, name, role) VALUES (?, ?, ?)');
    this.findUser = prepare('SELECT user_key FROM users WHERE user_id = ?');
    this.insertSession = prepare('INSERT INTO sessions (id, room, last_seq, created_at) VALUES (?, ?, 0, ?)');
    this.findSession = prepare('SELECT session_key, id, last_seq FROM sessions WHERE room = ?');
    this.updateSession = prepare('UPDATE sessions SET last_seq = ?, last_message_at = ? WHERE session_key = ?');
    this.insertMessage = prepare(`INSERT INTO messages
      (id, session_key, sender_key, seq, content, client_msg_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (sender_key, client_msg_id) WHERE client_msg_id IS NOT NULL DO NOTHING`);
    this.findMessage = prepare(
      'SELECT number, id, seq, content, created_at FROM messages WHERE sender_key = ? AND client_msg_id = ?');
    this.insertActivity = prepare('INSERT INTO activity VALUES (?, ?, ?, ?)');
    this.sessions = new Map(); // by room name
    this.sessionsById = new Map();
    this.users = new Map();
    this.dirty = new Set();
    this.queue = [];
  }

  /** Opens a room, creating it if there is none. \a done(error, session) */
  open(room, done) {
    const known = this.sessions.get(room);
    if (known) return done(null, known);
    this.enqueue(() => this.openNow(room), done);
  }

  /** \a done(error, {message, duplicate}) */
  post(session, user, text, clientMsgId, done) {
    this.enqueue(() => this.postNow(session, user, text, clientMsgId), done);
  }

  /** Nobody waits for it, so it goes with the next commit, at the latest after activityDelayMs. */
  recordActivity(event, session, userId) {
    const at = Date.now();
    const write = () => this.insertActivity.run(at, event, session.key, userId);
    this.queue.push({ write, done: () => {} });
    this.activityTimer ??= setTimeout(() => this.flush(), activityDelayMs);
  }

  enqueue(write, done) {
    this.commitSoon ??= setImmediate(() => this.flush());
    this.queue.push({ write, done });
  }

  flush() {
    clearImmediate(this.commitSoon);
    clearTimeout(this.activityTimer);
    this.commitSoon = this.activityTimer = undefined;
    const batch = this.queue;
    this.queue = [];
    const results = [];
    try {
      this.begin.run();
      for (const { write } of batch) results.push(write());
      const now = Date.now();
      for (const session of this.dirty) this.updateSession.run(session.lastSeq, now, session.key);
      this.dirty.clear();
      this.commit.run();
    } catch (error) {
      this.rollback();
      for (const { done } of batch) done(error);
      return;
    }
    for (let i = 0; i < batch.length; ++i) batch[i].done(null, results[i]);
  }

  rollback() {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.users.clear();
    this.dirty.clear();
    for (const session of this.sessions.values()) session.lastSeq = this.findSession.get(session.room).last_seq;
  }

  openNow(room) {
    const known = this.sessions.get(room);
    if (known) return known;
    const now = Date.now();
    let row = this.findSession.get(room);
    if (!row) {
      const id = uuid7(now);
      row = { session_key: this.insertSession.run(id, room, now).lastInsertRowid, id, last_seq: 0 };
    }
    const session = { key: row.session_key, id: textOf(Buffer.from(row.id)), room, lastSeq: row.last_seq };
    this.sessions.set(room, session);
    this.sessionsById.set(session.id, session);
    return session;
  }

  userKey(user) {
    let key = this.users.get(user.sub);
    if (key === undefined) {
      key = this.findUser.get(user.sub)?.user_key
        ?? this.insertUser.run(user.sub, user.name ?? user.sub, user.role).lastInsertRowid;
      this.users.set(user.sub, key);
    }
    return key;
  }

  postNow(session, user, text, clientMsgId) {
    const at = Date.now();
    const sender = this.userKey(user);
    const id = uuid7(at);
    const seq = session.lastSeq + 1;
    const { changes, lastInsertRowid } =
      this.insertMessage.run(id, session.key, sender, seq, text, clientMsgId, at);
    if (changes === 0) {
      const row = this.findMessage.get(sender, clientMsgId);
      const first = { ...row, id: Buffer.from(row.id) };
      return { duplicate: true, conflict: row.content !== text, message: shape(session, user, first, clientMsgId) };
    }
    session.lastSeq = seq;
    this.dirty.add(session);
    const row = { number: lastInsertRowid, id, seq, content: text, created_at: at };
    return { duplicate: false, conflict: false, message: shape(session, user, row, clientMsgId) };
  }
}

function shape(session, user, row, clientMsgId) {
  return {
    id: row.number,
    message_id: textOf(row.id),
    session_id: session.id,
    room: session.room,
    role: user.role,
    sender: user.sub,
    sender_name: user.name ?? user.sub,
    text: row.content,
    ts: new Date(row.created_at).toISOString(),
    seq: row.seq,
    type: 'text',
    attachment: null,
    client_msg_id: clientMsgId,
    reply_to: null,
  };
}
