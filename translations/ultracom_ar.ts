<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>SessionText</name>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is who wrote the message %2</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>رسالة صوتية</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>صورة</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>رسالة محذوفة</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>المحادثة %1</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>لا رسائل بعد</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>دعم</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>حجز</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>طارئ</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>منخفضة</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>عادية</translation>
    </message>
    <message>
        <source>High</source>
        <translation>عالية</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>عاجلة</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>أمس</translation>
    </message>
    <message>
        <source>%1, %2 %3</source>
        <extracomment>%1 is a date, %2 a time, %3 a time zone</extracomment>
        <translation>%1، %2 %3</translation>
    </message>
</context>
<context>
    <name>audio::NotificationSound</name>
    <message>
        <source>No sound device was found, so new messages make no sound.</source>
        <translation>لم يُعثر على جهاز صوت، لذلك تصل الرسائل الجديدة بلا صوت.</translation>
    </message>
</context>
<context>
    <name>client</name>
    <message>
        <source>The file %1 cannot be written.</source>
        <translation>تتعذر الكتابة في الملف %1.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written: %2.</source>
        <translation>تتعذر الكتابة في الملف %1: %2.</translation>
    </message>
    <message>
        <source>The server refused this without a reason.</source>
        <translation>رفض الخادم هذا دون ذكر السبب.</translation>
    </message>
</context>
<context>
    <name>client::ChatClient</name>
    <message>
        <source>This message is too long. Up to 16 KiB of text can be sent.</source>
        <translation>هذه الرسالة طويلة جدًا. يمكن إرسال نص حتى 16 كيبيبايت.</translation>
    </message>
    <message>
        <source>This message is empty.</source>
        <translation>هذه الرسالة فارغة.</translation>
    </message>
    <message>
        <source>This message holds characters that cannot be sent.</source>
        <translation>تحتوي هذه الرسالة على محارف لا يمكن إرسالها.</translation>
    </message>
</context>
<context>
    <name>client::OpenSession</name>
    <message>
        <source>There is no connection to the server.</source>
        <translation>لا يوجد اتصال بالخادم.</translation>
    </message>
</context>
<context>
    <name>client::RestClient</name>
    <message>
        <source>The server did not answer in time.</source>
        <translation>لم يُجب الخادم في الوقت المحدد.</translation>
    </message>
    <message>
        <source>The server&apos;s answer broke off.</source>
        <translation>انقطعت إجابة الخادم.</translation>
    </message>
    <message>
        <source>The server sent what this program does not understand.</source>
        <translation>أرسل الخادم ما لا يفهمه هذا البرنامج.</translation>
    </message>
</context>
<context>
    <name>client::SocketIoSession</name>
    <message>
        <source>The server does not answer any more.</source>
        <translation>لم يعد الخادم يستجيب.</translation>
    </message>
    <message>
        <source>There is no connection to the server.</source>
        <translation>لا يوجد اتصال بالخادم.</translation>
    </message>
    <message>
        <source>The server sent what this program does not understand.</source>
        <translation>أرسل الخادم ما لا يفهمه هذا البرنامج.</translation>
    </message>
    <message>
        <source>The server closed the connection.</source>
        <translation>أغلق الخادم الاتصال.</translation>
    </message>
    <message>
        <source>The server does not accept this sign-in any more.</source>
        <translation>لم يعد الخادم يقبل تسجيل الدخول هذا.</translation>
    </message>
    <message>
        <source>The connection to the server was lost.</source>
        <translation>انقطع الاتصال بالخادم.</translation>
    </message>
    <message>
        <source>There is no server by the name %1.</source>
        <translation>لا يوجد خادم باسم %1.</translation>
    </message>
    <message>
        <source>The server at %1 cannot prove who it is.</source>
        <translation>لا يستطيع الخادم في %1 إثبات هويته.</translation>
    </message>
    <message>
        <source>No server answers at %1.</source>
        <translation>لا يستجيب أي خادم في %1.</translation>
    </message>
    <message>
        <source>The server at %1 closed the connection.</source>
        <translation>أغلق الخادم في %1 الاتصال.</translation>
    </message>
    <message>
        <source>What answers at %1 is not an UltraCom server.</source>
        <translation>ما يستجيب في %1 ليس خادم UltraCom.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>لم يُجب الخادم في الوقت المحدد.</translation>
    </message>
</context>
<context>
    <name>client::Storage</name>
    <message>
        <source>The local copy of conversations was damaged and is built anew. The damaged file is %1.</source>
        <translation>كانت النسخة المحلية من المحادثات تالفة ويجري بناؤها من جديد. الملف التالف هو %1.</translation>
    </message>
    <message>
        <source>The file of messages not sent yet was damaged. What it held was not sent; it is kept as %1.</source>
        <translation>كان ملف الرسائل التي لم تُرسل بعد تالفًا. لم يُرسل ما فيه، وهو محفوظ باسم %1.</translation>
    </message>
</context>
<context>
    <name>console::ConsoleController</name>
    <message>
        <source>Nobody is signed in.</source>
        <translation>لم يسجّل أحد الدخول.</translation>
    </message>
    <message>
        <source>The server is off.</source>
        <translation>الخادم متوقف.</translation>
    </message>
    <message>
        <source>No browser could be started. Open this address in one: %1</source>
        <translation>تعذر تشغيل متصفح. افتح هذا العنوان في متصفح: %1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>تم النسخ: %1</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>هذا الجهاز</translation>
    </message>
</context>
<context>
    <name>console::Conversation</name>
    <message>
        <source>This session is closed.</source>
        <translation>هذه المحادثة مغلقة.</translation>
    </message>
</context>
<context>
    <name>console::Desk</name>
    <message>
        <source>TLS_CERT is set, but the console&apos;s own server speaks no TLS. Unset it, or run ultracom-server and join it.</source>
        <translation>‏TLS_CERT معيّن، لكن خادم البرنامج نفسه لا يدعم TLS. ألغِ تعيينه، أو شغّل ultracom-server وانضم إليه.</translation>
    </message>
</context>
<context>
    <name>console::DeskSecret</name>
    <message>
        <source>The secret of this desk is in the keychain. Start without --no-keychain, or move it to a file with --secret-to-file.</source>
        <translation>سرّ هذا المكتب محفوظ في سلسلة المفاتيح. شغّل البرنامج بدون ‎--no-keychain، أو انقله إلى ملف بالخيار ‎--secret-to-file.</translation>
    </message>
    <message>
        <source>The secret of this desk is kept in a file that only you can read: %1.</source>
        <translation>سرّ هذا المكتب محفوظ في ملف لا يقرؤه غيرك: %1.</translation>
    </message>
    <message>
        <source>The keychain no longer had the secret of this desk, so there is a new one. Customers and colleagues need to sign in again.</source>
        <translation>لم يعد سرّ هذا المكتب في سلسلة المفاتيح، لذلك أُنشئ سرّ جديد. على العملاء والزملاء تسجيل الدخول من جديد.</translation>
    </message>
    <message>
        <source>The secret of this desk is in the keychain, which cannot be read: %1. Unlock it and try again.</source>
        <translation>سرّ هذا المكتب محفوظ في سلسلة المفاتيح، وتتعذر قراءتها: %1. افتح قفلها ثم حاول مرة أخرى.</translation>
    </message>
    <message>
        <source>The secret of this desk is kept in a file that only you can read (%1): %2.</source>
        <translation>سرّ هذا المكتب محفوظ في ملف لا يقرؤه غيرك (%1): %2.</translation>
    </message>
    <message>
        <source>the data folder takes no note of it</source>
        <translation>تتعذر كتابة ملاحظة بذلك في مجلد البيانات</translation>
    </message>
    <message>
        <source>--secret-to-file needs the keychain; leave out --no-keychain.</source>
        <translation>يحتاج ‎--secret-to-file إلى سلسلة المفاتيح؛ احذف ‎--no-keychain.</translation>
    </message>
    <message>
        <source>The secret of this desk cannot be read: %1.</source>
        <translation>تتعذر قراءة سرّ هذا المكتب: %1.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written: %2.</source>
        <translation>تتعذر الكتابة في الملف %1: %2.</translation>
    </message>
</context>
<context>
    <name>console::SingleInstance</name>
    <message>
        <source>The data folder %1 cannot be written to. Make it writable, or name another with --data-dir.</source>
        <translation>تتعذر الكتابة في مجلد البيانات %1. اسمح بالكتابة فيه، أو حدد مجلدًا آخر بالخيار ‎--data-dir.</translation>
    </message>
    <message>
        <source>UltraCom already runs on %1; its window was brought to the front.</source>
        <translation>يعمل UltraCom بالفعل على %1؛ وقد ظهرت نافذته في المقدمة.</translation>
    </message>
    <message>
        <source>UltraCom already runs on %1 (process %2), but it does not answer. End that process, or start with another --data-dir.</source>
        <translation>يعمل UltraCom بالفعل على %1 (العملية %2) لكنه لا يستجيب. أنهِ تلك العملية، أو ابدأ بخيار ‎--data-dir آخر.</translation>
    </message>
</context>
<context>
    <name>console::SystemKeychain</name>
    <message>
        <source>the keychain has no such entry</source>
        <translation>لا يوجد هذا العنصر في سلسلة المفاتيح</translation>
    </message>
    <message>
        <source>the keychain is locked</source>
        <translation>سلسلة المفاتيح مقفلة</translation>
    </message>
    <message>
        <source>this system has no keychain</source>
        <translation>لا توجد سلسلة مفاتيح في هذا النظام</translation>
    </message>
    <message>
        <source>the keychain does not work</source>
        <translation>سلسلة المفاتيح لا تعمل</translation>
    </message>
    <message>
        <source>the keychain does not answer</source>
        <translation>سلسلة المفاتيح لا تستجيب</translation>
    </message>
</context>
<context>
    <name>console::TokenKeeper</name>
    <message>
        <source>the keychain is not used</source>
        <translation>سلسلة المفاتيح غير مستخدمة</translation>
    </message>
    <message>
        <source>The token is kept in a file that only you can read (%1): %2.</source>
        <translation>رمز الدخول محفوظ في ملف لا يقرؤه غيرك (%1): %2.</translation>
    </message>
    <message>
        <source>The token is not kept and is asked for again at the next start: %1 cannot be written.</source>
        <translation>لم يُحفظ رمز الدخول وسيُطلب عند التشغيل التالي: تتعذر الكتابة في %1.</translation>
    </message>
</context>
<context>
    <name>dialogs::AboutDialog</name>
    <message>
        <source>About UltraCom</source>
        <translation>حول UltraCom</translation>
    </message>
    <message>
        <source>UltraCom %1, a support desk in one program. MIT licence.</source>
        <translation>‏UltraCom %1، مكتب دعم في برنامج واحد. رخصة MIT.</translation>
    </message>
    <message>
        <source>Server: %1</source>
        <translation>الخادم: %1</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>البيانات: %1</translation>
    </message>
    <message>
        <source>Made with Qt %1, SQLite, libsodium, Boost and QtKeychain.</source>
        <translation>بُني باستخدام Qt %1 وSQLite وlibsodium وBoost وQtKeychain.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
</context>
<context>
    <name>dialogs::LabelsDialog</name>
    <message>
        <source>Labels</source>
        <translation>الوسوم</translation>
    </message>
    <message>
        <source>Words that this session is found by, with commas between them.</source>
        <translation>كلمات يُعثر بها على هذه المحادثة، تفصل بينها فواصل.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء</translation>
    </message>
    <message numerus="yes">
        <source>A session has %n label(s) at most.</source>
        <translation>
            <numerusform>لا تقبل المحادثة أي وسم.</numerusform>
            <numerusform>للمحادثة وسم واحد على الأكثر.</numerusform>
            <numerusform>للمحادثة وسمان على الأكثر.</numerusform>
            <numerusform>للمحادثة %n وسوم على الأكثر.</numerusform>
            <numerusform>للمحادثة %n وسمًا على الأكثر.</numerusform>
            <numerusform>للمحادثة %n وسم على الأكثر.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A label has %n letter(s) at most.</source>
        <translation>
            <numerusform>لا يقبل الوسم أي حرف.</numerusform>
            <numerusform>للوسم حرف واحد على الأكثر.</numerusform>
            <numerusform>للوسم حرفان على الأكثر.</numerusform>
            <numerusform>للوسم %n أحرف على الأكثر.</numerusform>
            <numerusform>للوسم %n حرفًا على الأكثر.</numerusform>
            <numerusform>للوسم %n حرف على الأكثر.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::PortTakenDialog</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>المنفذ %1 مشغول</translation>
    </message>
    <message>
        <source>Another program listens there.</source>
        <translation>يستمع برنامج آخر هناك.</translation>
    </message>
    <message>
        <source>It is used by %1.</source>
        <translation>يستخدمه %1.</translation>
    </message>
    <message>
        <source>The server can listen on another port; the address of the customers&apos; page then changes.</source>
        <translation>يمكن للخادم أن يستمع على منفذ آخر، وعندئذ يتغير عنوان صفحة العملاء.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Use this port</source>
        <translation>استخدام هذا المنفذ</translation>
    </message>
    <message>
        <source>Try port %1 again</source>
        <translation>إعادة محاولة المنفذ %1</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
</context>
<context>
    <name>dialogs::QuitDialog</name>
    <message numerus="yes">
        <source>%n message(s) wait to be sent</source>
        <translation>
            <numerusform>لا رسائل تنتظر الإرسال</numerusform>
            <numerusform>رسالة واحدة تنتظر الإرسال</numerusform>
            <numerusform>رسالتان تنتظران الإرسال</numerusform>
            <numerusform>%n رسائل تنتظر الإرسال</numerusform>
            <numerusform>%n رسالة تنتظر الإرسال</numerusform>
            <numerusform>%n رسالة تنتظر الإرسال</numerusform>
        </translation>
    </message>
    <message>
        <source>What waits is kept on this machine and is sent when UltraCom starts again.</source>
        <translation>ما ينتظر محفوظ على هذا الجهاز ويُرسل عند تشغيل UltraCom مرة أخرى.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>البقاء</translation>
    </message>
</context>
<context>
    <name>dialogs::ServerAddress</name>
    <message>
        <source>That is no server&apos;s address. It looks like https://chat.example.com or http://192.168.1.5:8080.</source>
        <translation>هذا ليس عنوان خادم. يكون العنوان مثل https://chat.example.com أو http://192.168.1.5:8080.</translation>
    </message>
    <message>
        <source>A name or a password does not belong in a server&apos;s address.</source>
        <translation>لا مكان للاسم أو كلمة السر في عنوان الخادم.</translation>
    </message>
</context>
<context>
    <name>dialogs::SignInDialog</name>
    <message>
        <source>Show the token</source>
        <translation>إظهار رمز الدخول</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>A token says who you are. Ask for one where the server runs: ultracom-server token --sub NAME --role technician</source>
        <translation>يبيّن رمز الدخول من أنت. اطلبه ممن يشغّل الخادم: ultracom-server token --sub NAME --role technician</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>ليس الآن</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>رمز الدخول</translation>
    </message>
    <message>
        <source>%1, %2, good until %3</source>
        <comment>name, role, time</comment>
        <translation>%1، %2، صالح حتى %3</translation>
    </message>
</context>
<context>
    <name>dialogs::TokenCheck</name>
    <message>
        <source>That is no token. A token has three parts with a dot between them; copy all of it.</source>
        <translation>هذا ليس رمز دخول. يتكون الرمز من ثلاثة أجزاء تفصل بينها نقطة؛ انسخه كاملًا.</translation>
    </message>
    <message>
        <source>This is a customer&apos;s token. The console needs one for a technician or an admin.</source>
        <translation>هذا رمز عميل. يحتاج هذا البرنامج إلى رمز فني أو مسؤول.</translation>
    </message>
    <message>
        <source>This token has expired. Ask for a fresh one.</source>
        <translation>انتهت صلاحية هذا الرمز. اطلب رمزًا جديدًا.</translation>
    </message>
    <message>
        <source>customer</source>
        <translation>عميل</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>قارئ</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>فني</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>مسؤول</translation>
    </message>
    <message>
        <source>head admin</source>
        <translation>مسؤول أعلى</translation>
    </message>
</context>
<context>
    <name>dialogs::VersionsDialog</name>
    <message>
        <source>Load again</source>
        <translation>إعادة التحميل</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>الصيغ السابقة</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>جارٍ التحميل…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Until %1, by %2</source>
        <extracomment>until when a message said so: %1 is a time, %2 who changed it</extracomment>
        <translation>حتى %1، بواسطة %2</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>لا توجد أي صيغة.</translation>
    </message>
</context>
<context>
    <name>models::MessageListModel</name>
    <message>
        <source>The messages could not be loaded.</source>
        <translation>تعذر تحميل الرسائل.</translation>
    </message>
</context>
<context>
    <name>models::SearchModel</name>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <extracomment>a message that was found: %1 is the conversation, %2 who wrote it, %3 what</extracomment>
        <translation>%1، %2: %3</translation>
    </message>
</context>
<context>
    <name>models::SessionListModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>لا رسائل غير مقروءة</numerusform>
            <numerusform>رسالة غير مقروءة</numerusform>
            <numerusform>رسالتان غير مقروءتين</numerusform>
            <numerusform>%n رسائل غير مقروءة</numerusform>
            <numerusform>%n رسالة غير مقروءة</numerusform>
            <numerusform>%n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
    <message>
        <source>online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>لم تُرسل</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>بانتظار الإرسال</translation>
    </message>
</context>
<context>
    <name>views::Composer</name>
    <message>
        <source>Message</source>
        <translation>الرسالة</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>إرسال</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>إرسال (Enter)</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>اكتب رسالة</translation>
    </message>
    <message numerus="yes">
        <source>Too long by %n byte(s): a message holds 16 KB. Shorten it or send it in parts.</source>
        <translation>
            <numerusform>أطول من المسموح بـ %n بايت: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
            <numerusform>أطول من المسموح ببايت واحد: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
            <numerusform>أطول من المسموح ببايتين: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
            <numerusform>أطول من المسموح بـ %n بايتات: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
            <numerusform>أطول من المسموح بـ %n بايتًا: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
            <numerusform>أطول من المسموح بـ %n بايت: تتسع الرسالة لـ 16 كيلوبايت. اختصرها أو أرسلها على أجزاء.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) left</source>
        <translation>
            <numerusform>لم يبقَ أي بايت</numerusform>
            <numerusform>بقي بايت واحد</numerusform>
            <numerusform>بقي بايتان</numerusform>
            <numerusform>بقي %n بايتات</numerusform>
            <numerusform>بقي %n بايتًا</numerusform>
            <numerusform>بقي %n بايت</numerusform>
        </translation>
    </message>
    <message>
        <source>This text has characters that cannot be sent.</source>
        <translation>في هذا النص محارف لا يمكن إرسالها.</translation>
    </message>
    <message>
        <source>What was pasted was cut: 64 KB is the most at once.</source>
        <translation>قُصّ النص الملصق: الحد الأقصى 64 ك.ب دفعة واحدة.</translation>
    </message>
    <message>
        <source>Save (Enter)</source>
        <translation>حفظ (Enter)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
</context>
<context>
    <name>views::ComposerStrip</name>
    <message>
        <source>Do not reply to it</source>
        <translation>عدم الرد عليها</translation>
    </message>
    <message>
        <source>Do not reply to it (Esc)</source>
        <translation>عدم الرد عليها (Esc)</translation>
    </message>
    <message>
        <source>Reply to %1</source>
        <translation>رد على %1</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>رسالة محذوفة</translation>
    </message>
    <message>
        <source>Do not edit it</source>
        <translation>ترك التعديل</translation>
    </message>
    <message>
        <source>Do not edit it (Esc)</source>
        <translation>ترك التعديل (Esc)</translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation>تعديل الرسالة</translation>
    </message>
</context>
<context>
    <name>views::ConnectionBar</name>
    <message>
        <source>Sign in again</source>
        <translation>تسجيل الدخول من جديد</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>المحاولة الآن</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>غير متصل</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>جارٍ الاتصال…</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>جارٍ إعادة الاتصال…</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>تم تسجيل الخروج</translation>
    </message>
    <message numerus="yes">
        <source>%n messages wait to be sent.</source>
        <translation>
            <numerusform>لا رسائل تنتظر الإرسال.</numerusform>
            <numerusform>رسالة واحدة تنتظر الإرسال.</numerusform>
            <numerusform>رسالتان تنتظران الإرسال.</numerusform>
            <numerusform>%n رسائل تنتظر الإرسال.</numerusform>
            <numerusform>%n رسالة تنتظر الإرسال.</numerusform>
            <numerusform>%n رسالة تنتظر الإرسال.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next attempt in %n s.</source>
        <translation>
            <numerusform>المحاولة التالية الآن.</numerusform>
            <numerusform>المحاولة التالية بعد ثانية.</numerusform>
            <numerusform>المحاولة التالية بعد ثانيتين.</numerusform>
            <numerusform>المحاولة التالية بعد %n ثوانٍ.</numerusform>
            <numerusform>المحاولة التالية بعد %n ثانية.</numerusform>
            <numerusform>المحاولة التالية بعد %n ثانية.</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>جارٍ الاتصال</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>جارٍ إعادة الاتصال</translation>
    </message>
</context>
<context>
    <name>views::ConversationHeader</name>
    <message>
        <source>Closed</source>
        <translation>مغلقة</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1: كتابة جارية…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>%1 و%2: كتابة جارية…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing…</source>
        <translation>
            <numerusform>لا أحد يكتب…</numerusform>
            <numerusform>شخص واحد يكتب…</numerusform>
            <numerusform>شخصان يكتبان…</numerusform>
            <numerusform>%n أشخاص يكتبون…</numerusform>
            <numerusform>%n شخصًا يكتبون…</numerusform>
            <numerusform>%n شخص يكتبون…</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody else is here</source>
        <translation>لا أحد غيرك هنا</translation>
    </message>
    <message numerus="yes">
        <source>%n others are here</source>
        <translation>
            <numerusform>لا أحد غيرك هنا</numerusform>
            <numerusform>شخص آخر هنا</numerusform>
            <numerusform>شخصان آخران هنا</numerusform>
            <numerusform>%n آخرون هنا</numerusform>
            <numerusform>%n شخصًا آخر هنا</numerusform>
            <numerusform>%n شخص آخر هنا</numerusform>
        </translation>
    </message>
    <message>
        <source>Here: %1</source>
        <translation>هنا: %1</translation>
    </message>
    <message>
        <source>Find in this conversation (Ctrl+F)</source>
        <translation>البحث في هذه المحادثة (Ctrl+F)</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>المحادثة</translation>
    </message>
    <message>
        <source>Assigned to you</source>
        <translation>مسندة إليك</translation>
    </message>
    <message>
        <source>Assigned to %1</source>
        <translation>مسندة إلى %1</translation>
    </message>
</context>
<context>
    <name>views::ConversationView</name>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>نسخ الرسالة</translation>
    </message>
    <message>
        <source>Copy selected text</source>
        <translation>نسخ النص المحدد</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>نسخ الرابط</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>لا رسائل بعد</translation>
    </message>
    <message>
        <source>What you write below is the first one.</source>
        <translation>ما تكتبه أدناه هو الرسالة الأولى.</translation>
    </message>
    <message>
        <source>This conversation was closed without any.</source>
        <translation>أُغلقت هذه المحادثة دون أي رسالة.</translation>
    </message>
    <message>
        <source>Some messages could not be loaded</source>
        <translation>تعذر تحميل بعض الرسائل</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>إعادة التحميل</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>لا رسائل جديدة</numerusform>
            <numerusform>رسالة جديدة</numerusform>
            <numerusform>رسالتان جديدتان</numerusform>
            <numerusform>%n رسائل جديدة</numerusform>
            <numerusform>%n رسالة جديدة</numerusform>
            <numerusform>%n رسالة جديدة</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>الانتقال إلى أحدث رسالة</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>who has read a message, and when</extracomment>
        <translation>%1، %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>لا أحد غيرهم</numerusform>
            <numerusform>واحد آخر</numerusform>
            <numerusform>اثنان آخران</numerusform>
            <numerusform>%n آخرون</numerusform>
            <numerusform>%n آخرون</numerusform>
            <numerusform>%n آخرون</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>Earlier versions…</source>
        <translation>الصيغ السابقة…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>حذف</translation>
    </message>
    <message numerus="yes">
        <source>Delivered to %n</source>
        <translation>
            <numerusform>لم تُسلّم</numerusform>
            <numerusform>سُلّمت إلى شخص واحد</numerusform>
            <numerusform>سُلّمت إلى شخصين</numerusform>
            <numerusform>سُلّمت إلى %n أشخاص</numerusform>
            <numerusform>سُلّمت إلى %n شخصًا</numerusform>
            <numerusform>سُلّمت إلى %n شخص</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read by %n</source>
        <translation>
            <numerusform>لم يقرأها أحد</numerusform>
            <numerusform>قرأها شخص واحد</numerusform>
            <numerusform>قرأها شخصان</numerusform>
            <numerusform>قرأها %n أشخاص</numerusform>
            <numerusform>قرأها %n شخصًا</numerusform>
            <numerusform>قرأها %n شخص</numerusform>
        </translation>
    </message>
    <message>
        <source>Delivered to</source>
        <translation>سُلّمت إلى</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>قرأها</translation>
    </message>
    <message>
        <source>Sent %1</source>
        <translation>أُرسلت %1</translation>
    </message>
    <message>
        <source>Edited %1</source>
        <translation>عُدّلت %1</translation>
    </message>
</context>
<context>
    <name>views::EmptyState</name>
    <message>
        <source>Copy the address</source>
        <translation>نسخ العنوان</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
</context>
<context>
    <name>views::FindBar</name>
    <message>
        <source>Older (Enter)</source>
        <translation>أقدم (Enter)</translation>
    </message>
    <message>
        <source>Newer (Shift+Enter)</source>
        <translation>أحدث (Shift+Enter)</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>البحث في هذه المحادثة</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>إغلاق (Esc)</translation>
    </message>
    <message>
        <source>Two letters or more</source>
        <translation>حرفان أو أكثر</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>لا نتائج</translation>
    </message>
    <message>
        <source>The search failed</source>
        <translation>فشل البحث</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>لا اتصال</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>the first of fourteen that were found</extracomment>
        <translation>%1 من %2</translation>
    </message>
</context>
<context>
    <name>views::HitDelegate</name>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
</context>
<context>
    <name>views::MainActions</name>
    <message>
        <source>Open the customer page</source>
        <translation>فتح صفحة العميل</translation>
    </message>
    <message>
        <source>Copy the customer page&apos;s address</source>
        <translation>نسخ عنوان صفحة العميل</translation>
    </message>
    <message>
        <source>Next session</source>
        <translation>المحادثة التالية</translation>
    </message>
    <message>
        <source>Previous session</source>
        <translation>المحادثة السابقة</translation>
    </message>
    <message>
        <source>Next unread session</source>
        <translation>المحادثة غير المقروءة التالية</translation>
    </message>
    <message>
        <source>Server panel</source>
        <translation>لوحة الخادم</translation>
    </message>
    <message>
        <source>Sound for new messages</source>
        <translation>صوت للرسائل الجديدة</translation>
    </message>
    <message>
        <source>Join a server…</source>
        <translation>الانضمام إلى خادم…</translation>
    </message>
    <message>
        <source>About UltraCom</source>
        <translation>حول UltraCom</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>كالنظام</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Find sessions and messages</source>
        <translation>البحث في المحادثات والرسائل</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>البحث في هذه المحادثة</translation>
    </message>
    <message>
        <source>Compact list</source>
        <translation>قائمة مضغوطة</translation>
    </message>
</context>
<context>
    <name>views::MainWindow</name>
    <message>
        <source>Menu</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>Server panel</source>
        <translation>لوحة الخادم</translation>
    </message>
    <message>
        <source>Choose a session to read it.</source>
        <translation>اختر محادثة لقراءتها.</translation>
    </message>
    <message>
        <source>Open the newest</source>
        <translation>فتح الأحدث</translation>
    </message>
    <message>
        <source>Nobody has written yet. Customers write to you on this page.</source>
        <translation>لم يكتب أحد بعد. يكتب إليك العملاء من هذه الصفحة.</translation>
    </message>
    <message>
        <source>Nobody has written yet. The server is off.</source>
        <translation>لم يكتب أحد بعد. الخادم متوقف.</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>فتح الصفحة</translation>
    </message>
    <message>
        <source>%1 – UltraCom</source>
        <translation>%1 – UltraCom</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <extracomment>%1 is the number of unread messages</extracomment>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>Sessions appear here when you are signed in.</source>
        <translation>تظهر المحادثات هنا بعد تسجيل الدخول.</translation>
    </message>
</context>
<context>
    <name>views::MessageActions</name>
    <message>
        <source>Reply</source>
        <translation>رد</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
</context>
<context>
    <name>views::NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>إخفاء</translation>
    </message>
</context>
<context>
    <name>views::RowText</name>
    <message>
        <source>Message deleted</source>
        <translation>رسالة محذوفة</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>إعادة الإرسال</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>تجاهل</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>رسائل جديدة</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>رسالة صوتية</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>صورة</translation>
    </message>
    <message>
        <source>File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>You</source>
        <translation>أنت</translation>
    </message>
    <message>
        <source>Technician</source>
        <translation>فني</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>مسؤول</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>آلي</translation>
    </message>
    <message>
        <source>edited %1</source>
        <translation>عُدّلت %1</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>أُرسلت</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>وصلت</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>قُرئت</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>لم تُرسل</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>جارٍ التحميل</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1، %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1، %2: %3</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>إعادة المحاولة</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>إبقاؤها كما كانت</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>لم يُحفظ</translation>
    </message>
    <message>
        <source>Not deleted</source>
        <translation>لم تُحذف</translation>
    </message>
    <message>
        <source>Waiting to be saved</source>
        <translation>بانتظار الحفظ</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is Not saved or Not deleted, %2 the reason</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>views::SearchResults</name>
    <message>
        <source>Search again</source>
        <translation>إعادة البحث</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Messages found</source>
        <translation>الرسائل التي عُثر عليها</translation>
    </message>
    <message>
        <source>Two letters or more find messages.</source>
        <translation>يُبحث في الرسائل بحرفين أو أكثر.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>جارٍ البحث…</translation>
    </message>
    <message>
        <source>None yet: older messages are still being made searchable.</source>
        <translation>لا شيء بعد: ما زالت فهرسة الرسائل القديمة جارية.</translation>
    </message>
    <message>
        <source>No message has these words.</source>
        <translation>لا توجد رسالة فيها هذه الكلمات.</translation>
    </message>
    <message>
        <source>Messages can be searched when the server is reached again.</source>
        <translation>يمكن البحث في الرسائل بعد عودة الاتصال بالخادم.</translation>
    </message>
    <message>
        <source>Older messages are still being made searchable.</source>
        <translation>ما زالت فهرسة الرسائل القديمة جارية.</translation>
    </message>
</context>
<context>
    <name>views::ServerPanel</name>
    <message>
        <source>Nothing has been logged yet</source>
        <translation>لم يُسجَّل شيء بعد</translation>
    </message>
    <message>
        <source>Off. Customers cannot reach this console.</source>
        <translation>متوقف. لا يستطيع العملاء الوصول إلى هذا البرنامج.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>جارٍ التشغيل…</translation>
    </message>
    <message>
        <source>On</source>
        <translation>يعمل</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>جارٍ الإيقاف…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>الخادم</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>نسخ العنوان</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>الاتصالات</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 في الثانية</translation>
    </message>
</context>
<context>
    <name>views::SessionDelegate</name>
    <message>
        <source>Closed</source>
        <translation>مغلقة</translation>
    </message>
</context>
<context>
    <name>views::SessionListView</name>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>المحادثات</translation>
    </message>
    <message>
        <source>No session matches “%1”.</source>
        <translation>لا محادثة تطابق «%1».</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>مسح عامل التصفية</translation>
    </message>
    <message>
        <source>Find sessions and messages</source>
        <translation>البحث في المحادثات والرسائل</translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation>كل المحادثات</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>المحادثات المفتوحة</translation>
    </message>
    <message>
        <source>Closed sessions</source>
        <translation>المحادثات المغلقة</translation>
    </message>
    <message>
        <source>All sessions are listed</source>
        <translation>تُعرض كل المحادثات</translation>
    </message>
    <message>
        <source>Open sessions are listed</source>
        <translation>تُعرض المحادثات المفتوحة</translation>
    </message>
    <message>
        <source>Closed sessions are listed</source>
        <translation>تُعرض المحادثات المغلقة</translation>
    </message>
    <message>
        <source>No session is open.</source>
        <translation>لا توجد محادثة مفتوحة.</translation>
    </message>
    <message>
        <source>No session is closed.</source>
        <translation>لا توجد محادثة مغلقة.</translation>
    </message>
    <message>
        <source>Sessions appear here.</source>
        <translation>تظهر المحادثات هنا.</translation>
    </message>
</context>
<context>
    <name>views::SessionMenu</name>
    <message>
        <source>Reopen the session</source>
        <translation>إعادة فتح المحادثة</translation>
    </message>
    <message>
        <source>Close the session</source>
        <translation>إغلاق المحادثة</translation>
    </message>
    <message>
        <source>Leave it to others</source>
        <translation>تركها للآخرين</translation>
    </message>
    <message>
        <source>Assign to me</source>
        <translation>إسنادها إليّ</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>الأولوية</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>الوسوم…</translation>
    </message>
</context>
<context>
    <name>views::Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>جارٍ التحميل</translation>
    </message>
</context>
<context>
    <name>views::TrayPresence</name>
    <message>
        <source>Show UltraCom</source>
        <translation>إظهار UltraCom</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء</translation>
    </message>
    <message>
        <source>This desktop has no tray, so new messages are not announced, and closing the window quits UltraCom.</source>
        <translation>لا توجد منطقة إشعارات في سطح المكتب هذا، لذلك لا يُعلن عن الرسائل الجديدة، وإغلاق النافذة ينهي UltraCom.</translation>
    </message>
    <message numerus="yes">
        <source>UltraCom: %n unread messages</source>
        <translation>
            <numerusform>‏UltraCom: لا رسائل غير مقروءة</numerusform>
            <numerusform>‏UltraCom: رسالة غير مقروءة</numerusform>
            <numerusform>‏UltraCom: رسالتان غير مقروءتين</numerusform>
            <numerusform>‏UltraCom: %n رسائل غير مقروءة</numerusform>
            <numerusform>‏UltraCom: %n رسالة غير مقروءة</numerusform>
            <numerusform>‏UltraCom: %n رسالة غير مقروءة</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New messages in %n sessions</source>
        <translation>
            <numerusform>لا رسائل جديدة</numerusform>
            <numerusform>رسائل جديدة في محادثة واحدة</numerusform>
            <numerusform>رسائل جديدة في محادثتين</numerusform>
            <numerusform>رسائل جديدة في %n محادثات</numerusform>
            <numerusform>رسائل جديدة في %n محادثة</numerusform>
            <numerusform>رسائل جديدة في %n محادثة</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::TypingIndicator</name>
    <message>
        <source>%1 is typing</source>
        <translation>%1: كتابة جارية</translation>
    </message>
    <message>
        <source>%1 and %2 are typing</source>
        <translation>%1 و%2: كتابة جارية</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing</source>
        <translation>
            <numerusform>لا أحد يكتب</numerusform>
            <numerusform>شخص واحد يكتب</numerusform>
            <numerusform>شخصان يكتبان</numerusform>
            <numerusform>%n أشخاص يكتبون</numerusform>
            <numerusform>%n شخصًا يكتبون</numerusform>
            <numerusform>%n شخص يكتبون</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>تراجع (Ctrl+Z)</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) deleted.</source>
        <translation>
            <numerusform>لم تُحذف أي رسالة.</numerusform>
            <numerusform>حُذفت رسالة واحدة.</numerusform>
            <numerusform>حُذفت رسالتان.</numerusform>
            <numerusform>حُذفت %n رسائل.</numerusform>
            <numerusform>حُذفت %n رسالة.</numerusform>
            <numerusform>حُذفت %n رسالة.</numerusform>
        </translation>
    </message>
</context>
</TS>
