// A plausible support desk of a company that keeps sensors in cold stores: what the pictures show.

export const me = { id: 'drita', name: 'Drita Hoxha' };

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const line = (from, ago, text, to) => ({ from, ago, text, ...(to === undefined ? {} : { to }) });
const customer = (id, name) => ({ id, name });

/** \param unread  how many of the last lines I have not read */
function session(room, who, lines, { type = 'support', bookingId = '', unread = 0 } = {}) {
  return { room, type, booking_id: bookingId, customer: who, lines, seen: lines.length - unread, reached: lines.length, read: lines.length - unread };
}

export const arta = customer('client-arta', 'Arta Krasniqi');
export const layla = customer('client-layla', 'ليلى حداد');
export const thomas = customer('client-thomas', 'Thomas Lindqvist');
export const zamira = customer('client-zamira', 'Zamira Gjoka');

export const desk = [
  session('support-arta', arta, [
    line('customer', 1 * day + 3 * hour, 'Mirëdita, fatura e muajit tetor ende nuk ka ardhur.'),
    line('colleague', 1 * day + 3 * hour - 4 * minute, 'Përshëndetje Arta, sapo e dërgova përsëri. A e shihni?', 0),
    line('customer', 1 * day + 3 * hour - 6 * minute, 'Po, faleminderit!'),
    line('customer', 34 * minute, 'Hello, sensor Gamma in cold store 2 has been showing strange values since this morning.'),
    line('customer', 33 * minute, '33.7 °C, but the thermometer on the wall says 4.'),
    line('automatic', 33 * minute - 20, 'ALERT: Gamma (cold store 2) reads 33.7 °C. Threshold: 8.0 °C.'),
    line('me', 31 * minute, 'Good morning Arta. I am looking at it now, the readings jumped at 09:12.'),
    line('me', 31 * minute - 30, 'Could you check whether the fan above the sensor turns?'),
    line('customer', 18 * minute, 'It does not. There is ice on it.', 7),
    line('colleague', 16 * minute, 'Same as in cold store 1 last week: the drain heater had tripped. Manual, page 12: https://example.com/manuals/gamma#drain'),
    line('me', 15 * minute, 'Thank you Ilir. Arta, the switch for the drain heater is on the left of the panel, marked H2. Please switch it on again and leave the door closed for ten minutes.'),
    line('customer', 4 * minute, 'Done, the fan turns again. 23.4 °C now and falling.'),
    line('me', 2 * minute, 'Very good. I will keep an eye on it and write to you when it is below 8.'),
  ]),
  session('support-layla', layla, [
    line('customer', 52 * minute, 'صباح الخير، حجزت موعداً لتركيب ثلاثة مستشعرات يوم الخميس.'),
    line('me', 50 * minute, 'صباح الخير ليلى، نعم، الموعد مؤكد يوم الخميس الساعة 10:30.'),
    line('customer', 49 * minute, 'هل يمكن تغييره إلى يوم الأحد؟'),
    line('automatic', 48 * minute, 'الحجز BK-2214: يوم الأحد الساعة 09:00 متاح.'),
    line('me', 45 * minute, 'نعم، يوم الأحد الساعة 09:00 متاح. هل أغيّر الحجز BK-2214؟', 2),
    line('customer', 12 * minute, 'نعم من فضلك. والعنوان كما هو: شارع الحمرا 14، الطابق الثاني.'),
    line('me', 11 * minute, 'تم التغيير. سيصل الفني Ilir Meta مع ثلاثة مستشعرات من نوع Gamma-2.'),
    line('customer', 9 * minute, 'شكراً جزيلاً!'),
    line('customer', 8 * minute, 'سؤال أخير: هل أحتاج إلى إيقاف الثلاجة أثناء التركيب؟'),
  ], { type: 'booking', bookingId: 'BK-2214', unread: 2 }),
  session('support-thomas', thomas, [
    line('customer', 27 * minute, 'The alarm in hall 4 does not stop. Nobody can switch it off at the panel.'),
    line('automatic', 26 * minute, 'ALERT: Door contact 4B has been open for 30 minutes.'),
    line('customer', 6 * minute, 'Still ringing. Is somebody there?'),
  ], { type: 'emergency', unread: 3 }),
  session('support-zamira', zamira, [
    line('customer', 70 * minute, 'A mund ta paguaj faturën me dy këste?'),
    line('me', 64 * minute, 'Po, sigurisht. Kësti i parë deri më 30 nëntor, i dyti deri më 31 dhjetor.'),
  ]),
  session('support-omar', customer('client-omar', 'عمر الشامي'), [
    line('customer', 2 * hour, 'وصلتني الفاتورة مرتين.'),
    line('colleague', 2 * hour - 5 * minute, 'نعتذر عن ذلك، ألغينا الثانية.'),
    line('customer', 2 * hour - 9 * minute, 'ممتاز، شكراً لكم'),
  ]),
  session('support-marie', customer('client-marie', 'Marie-Christine Delacroix-Vandenberghe'), [
    line('customer', 3 * hour, 'Our technician needs the wiring diagram of the Delta gateway, the one with two antennas, for the insurance.'),
  ], { unread: 1 }),
  session('support-besnik', customer('client-besnik', 'Besnik Shehu'), [
    line('customer', 5 * hour, 'Termini i së premtes më përshtatet, faleminderit.'),
    line('me', 5 * hour - 3 * minute, 'Mirë, shihemi të premten në orën 11.'),
  ], { type: 'booking', bookingId: 'BK-2209' }),
  session('support-priya', customer('client-priya', 'Priya Nair'), [
    line('customer', 1 * day, 'Could you send the calibration certificates for 2025?'),
    line('me', 1 * day - 20 * minute, 'They are in your account under Documents, all fourteen of them.'),
  ]),
  session('support-jonas', customer('client-jonas', 'Jonas Weber'), [
    line('customer', 2 * day, 'Gateway is back online after the update 👍'),
  ]),
  session('support-elira', customer('client-elira', 'Elira Prifti'), [
    line('customer', 3 * day, 'Sensori i ri lexon mirë, -18.2 °C.'),
  ]),
  session('support-kofi', customer('client-kofi', 'Kofi Mensah'), [
    line('customer', 5 * day, 'Invoice 20931 is paid, thank you.'),
    line('me', 5 * day - hour, 'Received. Thank you, Kofi.'),
  ]),
  session('support-hana', customer('client-hana', 'هناء منصور'), [
    line('customer', 9 * day, 'أرجو إرسال عرض سعر لعشرة مستشعرات.'),
    line('me', 9 * day - hour, 'أرسلنا العرض إلى بريدكم.'),
  ]),
  session('support-ingrid', customer('client-ingrid', 'Ingrid Solberg'), [
    line('customer', 40 * day, 'All good here, you can close this.'),
  ]),
];

const first = ['Agron', 'Blerta', 'Çlirim', 'Dafina', 'Erion', 'Fatmire', 'Gëzim', 'Hana', 'Ilda', 'Jeton', 'Krenar', 'Luljeta', 'Maria', 'Nadia', 'Oliver', 'Pranvera', 'Rita', 'Samuel', 'Teuta', 'Visar'];
const last = ['Abazi', 'Berisha', 'Çela', 'Dervishi', 'Elezi', 'Ferri', 'Gashi', 'Haddad', 'Ivanov', 'Jansen'];
const said = [
  'Is the report for last week ready?', 'Sensori Beta nuk përgjigjet.', 'Faleminderit, gjithçka në rregull.', 'The new gateway arrived today.',
  'Can we move Tuesday’s visit to the afternoon?', 'Fatura 20144 është paguar.', 'هل الفاتورة جاهزة؟', 'The app shows yesterday’s values.',
  'Where do I change the threshold for the freezer?', 'Po, e mora mesazhin.', 'Thanks, it works now.', 'What does error E17 mean?',
];

/** Two hundred customers, the newest a minute ago and the oldest some weeks. */
export const crowd = Array.from({ length: 200 }, (_, index) => {
  const ago = Math.round(minute * (1 + index * 2 + (index ** 2.3) / 6));
  const name = `${first[(index * 7) % first.length]} ${last[(index * 3 + Math.floor(index / 20)) % last.length]}`;
  const unread = index < 40 && index % 3 === 0 ? 1 + (index * 5) % 12 : 0;
  const lines = Array.from({ length: Math.max(unread, 1 + index % 2) }, (_, number) => line('customer', ago + 40 * (12 - number), said[(index + number) % said.length]));
  if (!unread && index % 4 === 1) lines.push(line('me', ago, 'I will look at it and write to you.'));
  return session(`support-${index}`, customer(`client-${index}`, name), lines, {
    unread, type: index % 17 === 5 ? 'emergency' : index % 7 === 3 ? 'booking' : 'support',
  });
});
