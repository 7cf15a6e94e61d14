import { listOnline } from './presence.mjs';

const maxMembers = 100;
const excerptLength = 120;
const timeOf = (ms) => (ms === null ? null : new Date(ms).toISOString());

/** A session of the chat API, as \a user sees it. */
export function sessionJson(store, session, user) {
  const participants = [...session.participants];
  const first = participants[0];
  const last = session.lastMessage;
  const named = (id) => session.online.get(id)?.user ?? { sub: id, role: 'client' };
  return {
    id: session.id, room: session.room, participants, type: session.type, booking_id: session.bookingId,
    status: session.status, title: session.title, created_at: timeOf(session.createdAt), closed_at: null,
    last_message_at: timeOf(session.lastMessageAt), last_seq: session.lastSeq, last_change: session.lastChange,
    assignee: null, labels: [], priority: 'normal',
    read_seq: session.cursors.get(user.sub)?.read ?? 0, unread_count: store.unreadOf(session, user),
    participants_online: session.online.size,
    contact: first === undefined ? null : { ...person(named(first)), online: session.online.has(first) },
    last_message: last && {
      seq: last.seq, type: last.type, excerpt: last.content.slice(0, excerptLength), sender_id: last.sender_id,
      sender_name: last.sender_name, role: last.role, created_at: last.created_at,
    },
    members: participants.slice(0, maxMembers).map((id) => {
      const { read, delivered } = session.cursors.get(id);
      const online = session.online.has(id);
      return { ...person(named(id)), online, read_seq: read, delivered_seq: online ? session.lastSeq : delivered };
    }),
  };
}

export const person = (user) => ({ user_id: user.sub, user_name: user.name ?? user.sub, role: user.role });

export const listPeople = (session) => listOnline(session, person);
