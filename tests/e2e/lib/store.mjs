// The SQLite file of a server, read from outside: what is really stored.

import { join } from 'node:path';

import Database from 'libsql';

const uuid = (hex) => hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The messages of a session, by seq: `{id, number, seq, change, content, sender, clientMsgId, edited, deleted}`. */
export function storedMessages(server, sessionId) {
  const database = new Database(join(server.dataDir, 'ultracom.db'), { readonly: true });
  try {
    const rows = database.prepare(`
      SELECT hex(m.id) AS id, m.number, m.seq, m.change, m.content, u.user_id AS sender, m.client_msg_id, m.edited_at, m.deleted_at
      FROM chat_messages m JOIN chat_sessions s USING (session_key) JOIN chat_users u ON u.user_key = m.sender_key
      WHERE hex(s.id) = ? ORDER BY m.seq`).all(sessionId.replaceAll('-', '').toUpperCase());
    return rows.map((row) => ({
      id: uuid(row.id), number: row.number, seq: row.seq, change: row.change, content: row.content, sender: row.sender,
      clientMsgId: row.client_msg_id, edited: row.edited_at !== null, deleted: row.deleted_at !== null,
    }));
  } finally {
    database.close();
  }
}
