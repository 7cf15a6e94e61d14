// How far each of the others has received and read: `seq` numbers, which only ever grow.

export class Receipts {
  constructor(me) {
    this.me = me;
    this.members = new Map(); // user id → {name, readSeq, deliveredSeq}
    this.online = new Set();
    this.readUpTo = 0; // by anybody
    this.deliveredUpTo = 0;
  }

  /** \param list  a session's `members` */
  load(list) {
    for (const member of list) this.reach(member.user_id, member.user_name, member.read_seq, member.delivered_seq);
  }

  reach(userId, name, readSeq, deliveredSeq) {
    if (userId === this.me.id) return;
    const member = this.members.get(userId) ?? { name: userId, readSeq: 0, deliveredSeq: 0 };
    if (name) member.name = name;
    member.readSeq = Math.max(member.readSeq, readSeq ?? 0);
    member.deliveredSeq = Math.max(member.deliveredSeq, deliveredSeq ?? 0, member.readSeq);
    this.members.set(userId, member);
    this.readUpTo = Math.max(this.readUpTo, member.readSeq);
    this.deliveredUpTo = Math.max(this.deliveredUpTo, member.deliveredSeq);
  }

  /** Who comes in receives what waited; who is there receives what is posted. */
  presence(data, lastSeq) {
    if (Array.isArray(data.online_users)) this.online = new Set(data.online_users);
    else if (data.online) this.online.add(data.user_id);
    else this.online.delete(data.user_id);
    if (data.online) this.reach(data.user_id, data.user_name, 0, lastSeq);
    if (Array.isArray(data.online_users)) this.posted(lastSeq);
  }

  posted(seq) {
    for (const userId of this.online) this.reach(userId, null, 0, seq);
  }

  read(data, seq) {
    this.reach(data.user_id, data.user_name, seq, seq);
  }

  /** `{read: [name…], delivered: [name…]}` of one message. */
  of(seq) {
    const names = { read: [], delivered: [] };
    for (const member of this.members.values()) {
      if (member.readSeq >= seq) names.read.push(member.name);
      else if (member.deliveredSeq >= seq) names.delivered.push(member.name);
    }
    return names;
  }
}
