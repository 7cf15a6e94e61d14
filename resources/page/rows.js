// What the message list shows, as values: days, grouped messages, system lines, and what waits to be sent.

import { dayKey } from './strings.js';

const groupWithinMs = 5 * 60_000;

const styles = { client: 'client', reader: 'client', technician: 'technician', admin: 'admin', super_admin: 'admin', system: 'agi' };

function messageRow(message, me, readUpTo) {
  const at = new Date(message.ts);
  const own = message.sender === me.id;
  return {
    key: own && message.client_msg_id ? `c${message.client_msg_id}` : `m${message.id}`, // the row of what was waiting goes on
    kind: message.type === 'system' ? 'line' : 'bubble',
    sender: message.sender,
    name: message.sender_name || message.sender,
    role: message.role,
    style: own && message.role !== 'system' ? 'own' : styles[message.role] ?? 'client',
    own,
    at: Number.isNaN(at.getTime()) ? new Date() : at,
    text: message.text,
    reply: message.reply_to ?? null,
    state: own ? (message.id <= readUpTo ? 'read' : 'sent') : null,
  };
}

function pendingRow(item, me) {
  return {
    key: `c${item.id}`, kind: 'bubble', sender: me.id, name: me.name, role: me.role, style: 'own', own: true,
    at: new Date(item.at), text: item.text, reply: null, state: item.state, error: item.error, itemId: item.id,
  };
}

function belongsTo(row, previous) {
  return previous?.kind === 'bubble' && row.kind === 'bubble' && row.sender === previous.sender && row.style === previous.style
    && dayKey(row.at) === dayKey(previous.at) && Math.abs(row.at - previous.at) < groupWithinMs;
}

/** notices: `{key, text, afterId}` in the order of their times. */
export function rowsOf({ messages, outbox, notices, me, readUpTo }) {
  const rows = [];
  let day = null;
  let notice = 0;
  const push = (row) => {
    if (row.kind !== 'notice' && dayKey(row.at) !== day) {
      day = dayKey(row.at);
      rows.push({ key: `d${day}`, kind: 'day', at: row.at });
    }
    const previous = rows.at(-1);
    row.first = !belongsTo(row, previous);
    row.last = true;
    if (!row.first) previous.last = false;
    rows.push(row);
  };
  const pushNotices = (beforeId) => {
    while (notice < notices.length && notices[notice].afterId < beforeId) {
      push({ key: `n${notices[notice].key}`, kind: 'notice', text: notices[notice].text });
      notice += 1;
    }
  };
  for (const message of messages) {
    pushNotices(message.id);
    push(messageRow(message, me, readUpTo));
  }
  pushNotices(Infinity);
  for (const item of outbox) push(pendingRow(item, me));
  return rows;
}
