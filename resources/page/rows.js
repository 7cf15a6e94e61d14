// What the message list shows, as values: days, grouped messages, system lines, and what waits to be sent.

import { dayKey, httpProblem, text } from './strings.js';

const groupWithinMs = 5 * 60_000;

const styles = { client: 'client', reader: 'client', technician: 'technician', admin: 'admin', super_admin: 'admin', system: 'agi' };

function quoteOf(reply, timeline) {
  if (!reply) return null;
  const original = timeline.byId.get(reply.id);
  if (!original) return { id: reply.id, name: reply.sender_name ?? '', excerpt: reply.excerpt || text.deleted };
  return { id: original.id, name: original.sender_name || original.sender, excerpt: original.deleted_at ? text.deleted : original.text.slice(0, 160) };
}

function stateOf(message, receipts) {
  if (message.seq <= receipts.readUpTo) return 'read';
  return message.seq <= receipts.deliveredUpTo ? 'delivered' : 'sent';
}

/** What the user has changed of it but the server has not yet kept. */
function applyChange(row, { edits, removals }) {
  const removal = removals.get(row.id);
  const edit = edits.get(row.id);
  if (removal && removal.state !== 'failed') {
    row.gone = removal.state;
  } else if (removal) {
    row.trouble = { kind: 'remove', id: row.id, sentence: text.deleteFailed(text.changeErrors[removal.error.code] ?? httpProblem(removal.error)) };
  } else if (edit) {
    row.text = edit.text;
    row.state = edit.state === 'saving' ? 'waiting' : 'failed';
    if (edit.state === 'failed') row.trouble = { kind: 'edit', id: row.id, sentence: text.editFailed(text.changeErrors[edit.error.code] ?? httpProblem(edit.error)) };
  }
}

function messageRow(message, { me, timeline, receipts, changes }) {
  const at = new Date(message.ts);
  const own = message.sender === me.id;
  const gone = message.deleted_at ? 'deleted' : null;
  const row = {
    key: own && message.client_msg_id ? `c${message.client_msg_id}` : `m${message.id}`, // the row of what was waiting goes on
    kind: message.type === 'system' ? 'line' : 'bubble',
    id: message.id,
    sender: message.sender,
    name: message.sender_name || message.sender,
    role: message.role,
    style: own && message.role !== 'system' ? 'own' : styles[message.role] ?? 'client',
    own,
    at: Number.isNaN(at.getTime()) ? new Date() : at,
    text: gone ? text.deleted : message.text,
    reply: gone ? null : quoteOf(message.reply_to, timeline),
    editedAt: message.edited_at ? new Date(message.edited_at) : null,
    gone,
    trouble: null,
    state: own && !gone ? stateOf(message, receipts) : null,
    seen: own && !gone ? receipts.of(message.seq) : null,
  };
  if (!gone) applyChange(row, changes);
  return row;
}

function pendingRow(item, { me, timeline }) {
  return {
    key: `c${item.id}`, kind: 'bubble', id: null, sender: me.id, name: me.name, role: me.role, style: 'own', own: true,
    at: new Date(item.at), text: item.text, reply: quoteOf(item.replyTo, timeline), editedAt: null, gone: null, state: item.state, seen: null,
    trouble: item.state === 'failed' ? { kind: 'send', id: item.id, sentence: text.sendErrors[item.error] ?? text.stateFailed } : null,
  };
}

function belongsTo(row, previous) {
  return previous?.kind === 'bubble' && row.kind === 'bubble' && row.sender === previous.sender && row.style === previous.style
    && dayKey(row.at) === dayKey(previous.at) && Math.abs(row.at - previous.at) < groupWithinMs;
}

/** \param chat `{timeline, outbox, people, receipts, changes, me}` */
export function rowsOf(chat) {
  const { notices } = chat.people;
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
  for (const message of chat.timeline.messages) {
    pushNotices(message.id);
    push(messageRow(message, chat));
  }
  pushNotices(Infinity);
  for (const item of chat.outbox.items) push(pendingRow(item, chat));
  return rows;
}
