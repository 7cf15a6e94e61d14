import { textOf, uuid7 } from './ids.mjs';

const excerptLength = 120;

/** In the order that messageOfRow() takes them. */
export const messageColumns = `m.id, m.seq, m.number, m.type, m.content, u.user_id, m.sender_name, m.sender_role,
  m.shown_role, m.shown_sender, m.metadata, m.client_msg_id, m.change, m.created_at, m.edited_at, m.deleted_at,
  p.id, p.number, p.sender_name, CASE WHEN p.deleted_at IS NULL THEN substr(p.content, 1, ${excerptLength}) ELSE '' END`;

const timeOf = (ms) => (ms === null ? null : new Date(ms).toISOString());

/** A message of the chat API that is about to be stored as the next one of \a session. */
export function newMessage(session, user, write, reply, at) {
  const delivered = session.online.size > (session.online.has(user.sub) ? 1 : 0);
  return {
    id: textOf(uuid7(at)), session_id: session.id, room: session.room, seq: session.lastSeq + 1, number: 0,
    type: write.type ?? 'text', content: write.content, sender_id: user.sub, sender_name: user.name ?? user.sub,
    sender_role: user.role, role: write.role ?? user.role, sender: write.sender ?? user.sub,
    reply_to_message_id: reply?.id ?? null, reply_to: reply, attachment: null,
    metadata: write.metadata ? JSON.parse(write.metadata) : {}, status: delivered ? 'delivered' : 'sent', is_read: false,
    client_msg_id: write.clientMsgId ?? null, change: session.lastChange + 1, created_at: timeOf(at), edited_at: null,
    deleted_at: null,
  };
}

export function previewOf({ id, number, sender_name: name, content }) {
  return { id, number, sender_name: name, excerpt: content.slice(0, excerptLength) };
}

/** Messages of the chat API from rows of messageColumns. */
export function messagesOfRows(session, rows) {
  const others = foremost(session);
  return rows.map((row) => messageOfRow(session, row, others));
}

function messageOfRow(session, row, others) {
  const status = statusOf(others, row[1], row[5]);
  return {
    id: row[0], session_id: session.id, room: session.room, seq: row[1], number: row[2], type: row[3], content: row[4],
    sender_id: row[5], sender_name: row[6], sender_role: row[7], role: row[8] ?? row[7], sender: row[9] ?? row[5],
    reply_to_message_id: row[16],
    reply_to: row[16] === null ? null : { id: row[16], number: row[17], sender_name: row[18], excerpt: row[19] },
    attachment: null, metadata: row[10] === null ? {} : JSON.parse(row[10]), status, is_read: status === 'read',
    client_msg_id: row[11], change: row[12], created_at: timeOf(row[13]), edited_at: timeOf(row[14]),
    deleted_at: timeOf(row[15]),
  };
}

/** The two who have read most and the two who have got most: whoever is the sender, one of two is somebody else. */
function foremost(session) {
  const others = { read: [], delivered: [] };
  const consider = (two, id, seq) => {
    if (two.length === 2 && two[1].seq >= seq) return;
    two[Math.min(two.length, 1)] = { id, seq };
    if (two.length === 2 && two[0].seq < seq) two.reverse();
  };
  for (const [id, cursor] of session.cursors) {
    consider(others.read, id, cursor.read);
    consider(others.delivered, id, cursor.delivered);
  }
  let listed = 0;
  for (const id of session.online.keys()) {
    consider(others.delivered, id, session.lastSeq); // who is online has everything
    if (++listed === 3) break;
  }
  return others;
}

/** Of everybody but the sender. */
function statusOf({ read, delivered }, seq, sender) {
  const reached = (one) => one !== undefined && one.id !== sender && one.seq >= seq;
  if (reached(read[0]) || reached(read[1])) return 'read';
  return reached(delivered[0]) || reached(delivered[1]) ? 'delivered' : 'sent';
}

/** The same message in the room protocol's shape. */
export function roomMessageOf(message) {
  return {
    id: message.number, message_id: message.id, session_id: message.session_id, room: message.room, role: message.role,
    sender: message.sender, sender_name: message.sender_name, text: message.content, ts: message.created_at,
    seq: message.seq, type: message.type, attachment: null, client_msg_id: message.client_msg_id,
    reply_to: message.reply_to
      && { id: message.reply_to.number, sender_name: message.reply_to.sender_name, excerpt: message.reply_to.excerpt },
    edited_at: message.edited_at, deleted_at: message.deleted_at,
  };
}
