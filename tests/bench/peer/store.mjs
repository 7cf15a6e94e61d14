import Database from 'libsql';
import { textOf, uuid7 } from './ids.mjs';
import { messageColumns, messagesOfRows, newMessage, previewOf } from './messages.mjs';
import { schema } from './schema.mjs';

const activityDelayMs = 50;
const indexDelayMs = 100;

/**
 * SQLite (WAL, synchronous=FULL) with group commit: everything that comes within one turn of the event loop is one
 * transaction, and is answered after its commit. Sessions with their participants and cursors, and users, are cached:
 * this process is the only one that writes.
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
    this.insertSession = prepare('INSERT INTO sessions (id, room, type, title, booking_id, created_at) VALUES (?, ?, ?, ?, ?, ?)');
    this.findSession = prepare('SELECT * FROM sessions WHERE room = ?');
    this.findSessionById = prepare('SELECT * FROM sessions WHERE id = ?');
    this.updateSession = prepare(
      'UPDATE sessions SET last_seq = ?, last_change = ?, last_message_at = ? WHERE session_key = ?');
    this.setParticipant = prepare(`INSERT INTO participants VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (session_key, user_key) DO UPDATE SET is_participant = excluded.is_participant,
      read_seq = excluded.read_seq, delivered_seq = excluded.delivered_seq`);
    this.findParticipants = prepare(`SELECT u.user_id, p.is_participant, p.read_seq, p.delivered_seq
      FROM participants p JOIN users u ON u.user_key = p.user_key WHERE p.session_key = ?`);
    this.insertMessage = prepare(`INSERT INTO messages
      (id, session_key, sender_key, seq, change, type, content, sender_role, sender_name, shown_sender, shown_role,
       reply_to, metadata, client_msg_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (sender_key, client_msg_id) WHERE client_msg_id IS NOT NULL DO NOTHING`);
    this.findRepeat = prepare(
      `SELECT ${messageColumns} FROM messages m JOIN users u ON u.user_key = m.sender_key
       LEFT JOIN messages p ON p.number = m.reply_to WHERE m.sender_key = ? AND m.client_msg_id = ?`);
    this.findTarget = prepare('SELECT number, id, sender_name, content, seq FROM messages WHERE id = ? AND session_key = ?');
    // All rows as one text: to hand over a thousand values one by one takes twice as long as all the rest.
    this.findPage = prepare(
      `SELECT json_group_array(json_array(${messageColumns})) FROM
       (SELECT * FROM messages WHERE session_key = ? AND seq < ? ORDER BY seq DESC LIMIT ?) m
       JOIN users u ON u.user_key = m.sender_key LEFT JOIN messages p ON p.number = m.reply_to`);
    this.findRepeat.raw();
    this.findPage.raw();
    this.countUnread = prepare(
      'SELECT count(*) AS unread FROM messages WHERE session_key = ? AND seq > ? AND sender_key <> ? AND deleted_at IS NULL');
    this.indexMessages = prepare('INSERT INTO search (rowid, content) SELECT number, content FROM messages WHERE number > ?');
    this.insertActivity = prepare('INSERT INTO activity VALUES (?, ?, ?, ?)');
    this.findIndexed = prepare('SELECT max(id) AS last FROM search_docsize');
    this.indexed = this.findIndexed.get().last ?? 0;
    this.sessions = new Map(); // by room name, and by id
    this.users = new Map();
    this.dirty = new Set();
    this.queue = [];
  }

  /**
   * Opens a session by room name or id; one that is not there is created with \a user as participant.
   * \a done(error, session); no session where \a user may not see it.
   */
  open(address, user, done) {
    const known = this.sessions.get(address);
    if (known) return done(null, mayEnter(user, known) ? known : null);
    this.enqueue(() => this.openNow(address, { type: 'support', participants: [user.sub] }), (error, session) => {
      done(error, !error && mayEnter(user, session) ? session : null);
    });
  }

  /** Creates a session with all that \a wanted says. \a done(error, session) */
  create(wanted, done) {
    this.enqueue(() => this.openNow(wanted.room, wanted), done);
  }

  /** \a done(error, {message, duplicate, conflict, badReply}) */
  post(session, user, write, done) {
    this.enqueue(() => this.postNow(session, user, write), done);
  }

  /** \a done(error, {read, upTo}); no upTo where there is no such message in the session. */
  markRead(session, user, messageId, done) {
    this.enqueue(() => this.markReadNow(session, user, messageId), done);
  }

  /** Nobody waits for it, so it goes with the next commit, at the latest after activityDelayMs. */
  recordActivity(event, session, userId) {
    const at = Date.now();
    this.later(() => this.insertActivity.run(at, event, session.key, userId));
  }

  /** What \a userId has received, when that user comes or goes. \return whether it was news */
  recordDelivered(session, user) {
    const cursor = cursorOf(session, user.sub);
    if (cursor.delivered >= session.lastSeq) return false;
    cursor.delivered = session.lastSeq;
    this.later(() => this.saveCursor(session, user));
    return true;
  }

  /** The newest messages older than \a beforeSeq, oldest first, and whether there are more. */
  page(session, beforeSeq, limit) {
    const rows = JSON.parse(this.findPage.get(session.key, beforeSeq, limit + 1)[0]);
    const hasMore = rows.length > limit;
    if (hasMore) rows.pop();
    return { messages: messagesOfRows(session, rows.reverse()), hasMore };
  }

  unreadOf(session, user) {
    const { read } = session.cursors.get(user.sub) ?? noCursor;
    return read >= session.lastSeq ? 0 : this.countUnread.get(session.key, read, this.userKey(user)).unread;
  }

  later(write) {
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
      for (const { key, lastSeq, lastChange, lastMessageAt } of this.dirty)
        this.updateSession.run(lastSeq, lastChange, lastMessageAt, key);
      this.dirty.clear();
      this.commit.run();
    } catch (error) {
      this.rollback();
      for (const { done } of batch) done(error);
      return;
    }
    for (let i = 0; i < batch.length; ++i) batch[i].done(null, results[i]);
  }

  /** What was cached may not be true any more: every session is read again before the next write. */
  rollback() {
    if (this.db.inTransaction) this.db.exec('ROLLBACK');
    this.users.clear();
    this.dirty.clear();
    this.indexed = this.findIndexed.get().last ?? 0;
    for (const session of this.sessions.values()) this.load(session, this.findSession.get(session.room));
  }

  openNow(address, { type, title, booking_id: booking, participants }) {
    const known = this.sessions.get(address);
    if (known) return known;
    const now = Date.now();
    let row = this.findSession.get(address) ?? this.findSessionById.get(address);
    if (!row) {
      const id = textOf(uuid7(now));
      const key = this.insertSession.run(id, address ?? id, type, title ?? null, booking ?? null, now).lastInsertRowid;
      for (const sub of participants) this.setParticipant.run(key, this.userKey({ sub }), 1, 0, 0);
      row = this.findSessionById.get(id);
    }
    const session = { online: new Map() };
    this.load(session, row);
    this.sessions.set(session.room, session);
    this.sessions.set(session.id, session);
    return session;
  }

  load(session, row) {
    Object.assign(session, {
      key: row.session_key, id: row.id, room: row.room, type: row.type, title: row.title, bookingId: row.booking_id,
      status: row.status, createdAt: row.created_at, lastSeq: row.last_seq, lastChange: row.last_change,
      lastMessageAt: row.last_message_at, lastMessage: null, participants: new Set(), cursors: new Map(),
    });
    for (const { user_id: id, is_participant: takesPart, read_seq: read, delivered_seq: delivered }
      of this.findParticipants.all(row.session_key)) {
      if (takesPart) session.participants.add(id);
      session.cursors.set(id, { read, delivered });
    }
    if (row.last_seq > 0) session.lastMessage = this.page(session, row.last_seq + 1, 1).messages[0];
  }

  userKey(user) {
    let key = this.users.get(user.sub);
    if (key === undefined) {
      key = this.findUser.get(user.sub)?.user_key
        ?? this.insertUser.run(user.sub, user.name ?? user.sub, user.role ?? 'client').lastInsertRowid;
      this.users.set(user.sub, key);
    }
    return key;
  }

  saveCursor(session, user) {
    const { read, delivered } = session.cursors.get(user.sub);
    this.setParticipant.run(session.key, this.userKey(user), session.participants.has(user.sub) ? 1 : 0, read, delivered);
  }

  postNow(session, user, write) {
    let reply = null;
    if (write.replyTo) {
      reply = this.findTarget.get(write.replyTo, session.key);
      if (!reply) return { badReply: true };
    }
    const at = Date.now();
    const sender = this.userKey(user);
    const message = newMessage(session, user, write, reply && previewOf(reply), at);
    const { changes, lastInsertRowid } = this.insertMessage.run(
      message.id, session.key, sender, message.seq, message.change, message.type, message.content, user.role,
      message.sender_name, write.sender ?? null, write.role ?? null, reply?.number ?? null, write.metadata ?? null,
      write.clientMsgId ?? null, at);
    if (changes === 0) {
      const [first] = messagesOfRows(session, [this.findRepeat.get(sender, write.clientMsgId)]);
      const conflict = first.content !== write.content || first.reply_to_message_id !== (write.replyTo ?? null);
      return { duplicate: true, conflict, message: first };
    }
    message.number = this.lastNumber = lastInsertRowid;
    session.lastSeq = message.seq;
    session.lastChange = message.change;
    session.lastMessageAt = at;
    session.lastMessage = message;
    this.dirty.add(session);
    this.indexTimer ??= setTimeout(() => this.later(() => this.indexNow()), indexDelayMs);
    return { message };
  }

  /** Full-text search finds a message a little after it was posted: many at once cost less. */
  indexNow() {
    this.indexTimer = undefined;
    this.indexMessages.run(this.indexed);
    this.indexed = this.lastNumber;
  }

  markReadNow(session, user, messageId) {
    const upTo = this.findTarget.get(messageId, session.key);
    if (!upTo) return {};
    const cursor = cursorOf(session, user.sub);
    const key = this.userKey(user);
    const before = this.countUnread.get(session.key, cursor.read, key).unread;
    cursor.read = Math.max(cursor.read, upTo.seq);
    cursor.delivered = Math.max(cursor.delivered, cursor.read);
    this.saveCursor(session, user);
    return { read: before - this.countUnread.get(session.key, cursor.read, key).unread, upTo };
  }
}

const noCursor = { read: 0, delivered: 0 };
const staff = new Set(['technician', 'admin', 'super_admin']);

export const isStaff = (user) => staff.has(user.role);

export function mayEnter(user, session) {
  if (user.rooms && !user.rooms.some((name) => (name.endsWith('*') ? session.room.startsWith(name.slice(0, -1)) : session.room === name)))
    return false;
  return staff.has(user.role) || session.participants.has(user.sub);
}

function cursorOf(session, userId) {
  let cursor = session.cursors.get(userId);
  if (!cursor) session.cursors.set(userId, (cursor = { ...noCursor }));
  return cursor;
}
