// Who the user is and in which room: kept over a reload, a visitor's also over a closed tab.

const visitorKey = 'ultracom.visitor';
const staffKey = 'ultracom.staff';
const recentKey = 'ultracom.recent';
const recentMost = 6;

/** Storage that goes on in memory where the browser forbids it (private windows, blocked cookies) or it is full. */
function keeper(name) {
  const memory = new Map();
  let storage = null;
  try {
    storage = window[name];
  } catch {
    // Access itself may throw; memory serves until the page is closed.
  }
  return {
    get: (key) => memory.get(key) ?? storage?.getItem(key) ?? null,
    set(key, value) {
      memory.delete(key);
      try {
        if (!storage) throw new Error('no storage');
        storage.setItem(key, value);
      } catch {
        memory.set(key, value);
      }
    },
    remove(key) {
      memory.delete(key);
      storage?.removeItem(key);
    },
    keys() {
      const stored = storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i)) : [];
      return [...new Set([...stored, ...memory.keys()])];
    },
  };
}

export const lasting = keeper('localStorage');
export const ofTab = keeper('sessionStorage');

export const isRoomName = (name) => /^[A-Za-z0-9._:-]{1,128}$/.test(name) && name !== '.' && name !== '..';

/** The claims of a token, unverified (the server verifies): `{sub, role, name, exp, rooms}`, or null if it is none. */
export function claimsOf(token) {
  const parts = token.split('.');
  if (parts.length !== 3) return null;
  try {
    const bytes = Uint8Array.from(atob(parts[1].replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes));
    return claims && typeof claims === 'object' && typeof claims.sub === 'string' ? claims : null;
  } catch {
    return null;
  }
}

function identity(token, room, visitor) {
  const claims = claimsOf(token);
  if (!claims) return null;
  const rooms = Array.isArray(claims.rooms) ? claims.rooms : [];
  const only = rooms.length === 1 && isRoomName(rooms[0]) ? rooms[0] : null;
  return {
    token,
    visitor,
    room: room ?? only,
    id: claims.sub,
    role: String(claims.role ?? 'client'),
    name: typeof claims.name === 'string' && claims.name ? claims.name : claims.sub,
    expiresAtMs: Number(claims.exp) * 1000 || 0,
  };
}

function parsed(value) {
  try {
    return JSON.parse(value);
  } catch {
    return null;
  }
}

/** Takes `#token=…[&room=…][&name=…]` out of the address bar at once, and keeps it for this tab. */
export function takeFragment() {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('token');
  if (!token) return null;
  history.replaceState(null, '', location.pathname + location.search);
  const room = fragment.get('room');
  const who = identity(token, room && isRoomName(room) ? room : null, false);
  if (!who) return { malformed: true };
  if (who.name === who.id && fragment.get('name')) who.name = fragment.get('name').slice(0, 128);
  saveStaff(who);
  return who;
}

export function saveStaff(who) {
  ofTab.set(staffKey, JSON.stringify({ token: who.token, room: who.room, name: who.name }));
}

export function saveVisitor(answer) {
  lasting.set(visitorKey, JSON.stringify({ token: answer.token, room: answer.room, name: answer.user?.name }));
}

/** The user of before the reload, or null. */
export function restore() {
  const staff = parsed(ofTab.get(staffKey));
  const visitor = parsed(lasting.get(visitorKey));
  const kept = staff ?? visitor;
  if (!kept || typeof kept.token !== 'string') return null;
  const who = identity(kept.token, kept.room ?? null, !staff);
  if (who && kept.name) who.name = kept.name;
  return who;
}

export function fromToken(token, room) {
  return identity(token, room, false);
}

export function forget(who) {
  if (who.visitor) lasting.remove(visitorKey);
  else ofTab.remove(staffKey);
}

export function recentRooms() {
  const kept = parsed(ofTab.get(recentKey));
  return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string' && isRoomName(name)) : [];
}

export function noteRoom(room) {
  const rooms = [room, ...recentRooms().filter((other) => other !== room)].slice(0, recentMost);
  ofTab.set(recentKey, JSON.stringify(rooms));
}
