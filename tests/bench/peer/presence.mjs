const maxListed = 100;

/** Who comes in has received what was said before. \return whether this is the user's first connection there */
export function enter(store, session, user) {
  const known = session.online.get(user.sub);
  session.online.set(user.sub, { user, connections: (known?.connections ?? 0) + 1 });
  if (known) return false;
  store.recordActivity('user_joined', session, user.sub);
  return true;
}

/** \return whether it was the user's last connection there */
export function leave(store, session, user) {
  const known = session.online.get(user.sub);
  if (--known.connections > 0) return false;
  session.online.delete(user.sub);
  store.recordDelivered(session, user);
  return true;
}

/** At most 100 of those online, each as \a shape(user). */
export function listOnline(session, shape) {
  const users = [];
  for (const { user } of session.online.values()) if (users.push(shape(user)) === maxListed) break;
  return users;
}
