<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="sq" sourcelanguage="en">
<context>
    <name>SessionText</name>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is who wrote the message %2</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Mesazh zanor</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Skedar</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>Mesazh i fshirë</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ju</translation>
    </message>
    <message>
        <source>Session %1</source>
        <translation>Biseda %1</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Ende pa mesazhe</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Mbështetje</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>Rezervim</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Urgjencë</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>E ulët</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normale</translation>
    </message>
    <message>
        <source>High</source>
        <translation>E lartë</translation>
    </message>
    <message>
        <source>Urgent</source>
        <translation>Urgjente</translation>
    </message>
</context>
<context>
    <name>TimeText</name>
    <message>
        <source>Today</source>
        <translation>Sot</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Dje</translation>
    </message>
    <message>
        <source>%1, %2 %3</source>
        <extracomment>%1 is a date, %2 a time, %3 a time zone</extracomment>
        <translation>%1, %2 %3</translation>
    </message>
</context>
<context>
    <name>audio::NotificationSound</name>
    <message>
        <source>No sound device was found, so new messages make no sound.</source>
        <translation>Nuk u gjet asnjë pajisje zëri, prandaj mesazhet e reja vijnë pa zë.</translation>
    </message>
</context>
<context>
    <name>client</name>
    <message>
        <source>The file %1 cannot be written.</source>
        <translation>Skedari %1 nuk mund të shkruhet.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written: %2.</source>
        <translation>Skedari %1 nuk mund të shkruhet: %2.</translation>
    </message>
    <message>
        <source>The server refused this without a reason.</source>
        <translation>Serveri e refuzoi këtë pa dhënë arsye.</translation>
    </message>
</context>
<context>
    <name>client::ChatClient</name>
    <message>
        <source>This message is too long. Up to 16 KiB of text can be sent.</source>
        <translation>Ky mesazh është shumë i gjatë. Mund të dërgohen deri në 16 KiB tekst.</translation>
    </message>
    <message>
        <source>This message is empty.</source>
        <translation>Ky mesazh është bosh.</translation>
    </message>
    <message>
        <source>This message holds characters that cannot be sent.</source>
        <translation>Ky mesazh përmban shenja që nuk mund të dërgohen.</translation>
    </message>
</context>
<context>
    <name>client::OpenSession</name>
    <message>
        <source>There is no connection to the server.</source>
        <translation>Nuk ka lidhje me serverin.</translation>
    </message>
</context>
<context>
    <name>client::RestClient</name>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Serveri nuk u përgjigj në kohë.</translation>
    </message>
    <message>
        <source>The server&apos;s answer broke off.</source>
        <translation>Përgjigjja e serverit u ndërpre.</translation>
    </message>
    <message>
        <source>The server sent what this program does not understand.</source>
        <translation>Serveri dërgoi diçka që ky program nuk e kupton.</translation>
    </message>
</context>
<context>
    <name>client::SocketIoSession</name>
    <message>
        <source>The server does not answer any more.</source>
        <translation>Serveri nuk përgjigjet më.</translation>
    </message>
    <message>
        <source>There is no connection to the server.</source>
        <translation>Nuk ka lidhje me serverin.</translation>
    </message>
    <message>
        <source>The server sent what this program does not understand.</source>
        <translation>Serveri dërgoi diçka që ky program nuk e kupton.</translation>
    </message>
    <message>
        <source>The server closed the connection.</source>
        <translation>Serveri e mbylli lidhjen.</translation>
    </message>
    <message>
        <source>The server does not accept this sign-in any more.</source>
        <translation>Serveri nuk e pranon më këtë hyrje.</translation>
    </message>
    <message>
        <source>The connection to the server was lost.</source>
        <translation>Lidhja me serverin u humb.</translation>
    </message>
    <message>
        <source>There is no server by the name %1.</source>
        <translation>Nuk ka server me emrin %1.</translation>
    </message>
    <message>
        <source>The server at %1 cannot prove who it is.</source>
        <translation>Serveri te %1 nuk mund ta vërtetojë kush është.</translation>
    </message>
    <message>
        <source>No server answers at %1.</source>
        <translation>Asnjë server nuk përgjigjet te %1.</translation>
    </message>
    <message>
        <source>The server at %1 closed the connection.</source>
        <translation>Serveri te %1 e mbylli lidhjen.</translation>
    </message>
    <message>
        <source>What answers at %1 is not an UltraCom server.</source>
        <translation>Ajo që përgjigjet te %1 nuk është server UltraCom.</translation>
    </message>
    <message>
        <source>The server did not answer in time.</source>
        <translation>Serveri nuk u përgjigj në kohë.</translation>
    </message>
</context>
<context>
    <name>client::Storage</name>
    <message>
        <source>The local copy of conversations was damaged and is built anew. The damaged file is %1.</source>
        <translation>Kopja lokale e bisedave ishte e dëmtuar dhe po ndërtohet sërish. Skedari i dëmtuar është %1.</translation>
    </message>
    <message>
        <source>The file of messages not sent yet was damaged. What it held was not sent; it is kept as %1.</source>
        <translation>Skedari i mesazheve ende të padërguara ishte i dëmtuar. Përmbajtja e tij nuk u dërgua; ruhet si %1.</translation>
    </message>
</context>
<context>
    <name>console::ConsoleController</name>
    <message>
        <source>Nobody is signed in.</source>
        <translation>Askush nuk ka hyrë.</translation>
    </message>
    <message>
        <source>The server is off.</source>
        <translation>Serveri është i fikur.</translation>
    </message>
    <message>
        <source>No browser could be started. Open this address in one: %1</source>
        <translation>Asnjë shfletues nuk u hap dot. Hapeni këtë adresë në një shfletues: %1</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>U kopjua: %1</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>ky kompjuter</translation>
    </message>
</context>
<context>
    <name>console::Conversation</name>
    <message>
        <source>This session is closed.</source>
        <translation>Kjo bisedë është mbyllur.</translation>
    </message>
</context>
<context>
    <name>console::Desk</name>
    <message>
        <source>TLS_CERT is set, but the console&apos;s own server speaks no TLS. Unset it, or run ultracom-server and join it.</source>
        <translation>TLS_CERT është caktuar, por serveri i vetë konsolës nuk flet TLS. Hiqeni, ose nisni ultracom-server dhe bashkohuni me të.</translation>
    </message>
</context>
<context>
    <name>console::DeskSecret</name>
    <message>
        <source>The secret of this desk is in the keychain. Start without --no-keychain, or move it to a file with --secret-to-file.</source>
        <translation>Sekreti i kësaj tryeze është te ruajtësi i fjalëkalimeve. Niseni pa --no-keychain, ose kalojeni në skedar me --secret-to-file.</translation>
    </message>
    <message>
        <source>The secret of this desk is kept in a file that only you can read: %1.</source>
        <translation>Sekreti i kësaj tryeze ruhet në një skedar që vetëm ju mund ta lexoni: %1.</translation>
    </message>
    <message>
        <source>The keychain no longer had the secret of this desk, so there is a new one. Customers and colleagues need to sign in again.</source>
        <translation>Ruajtësi i fjalëkalimeve nuk e kishte më sekretin e kësaj tryeze, prandaj u krijua një i ri. Klientët dhe kolegët duhet të hyjnë sërish.</translation>
    </message>
    <message>
        <source>The secret of this desk is in the keychain, which cannot be read: %1. Unlock it and try again.</source>
        <translation>Sekreti i kësaj tryeze është te ruajtësi i fjalëkalimeve, që nuk lexohet dot: %1. Zhbllokojeni dhe provoni sërish.</translation>
    </message>
    <message>
        <source>The secret of this desk is kept in a file that only you can read (%1): %2.</source>
        <translation>Sekreti i kësaj tryeze ruhet në një skedar që vetëm ju mund ta lexoni (%1): %2.</translation>
    </message>
    <message>
        <source>the data folder takes no note of it</source>
        <translation>në dosjen e të dhënave nuk mund të shënohet</translation>
    </message>
    <message>
        <source>--secret-to-file needs the keychain; leave out --no-keychain.</source>
        <translation>--secret-to-file ka nevojë për ruajtësin e fjalëkalimeve; hiqeni --no-keychain.</translation>
    </message>
    <message>
        <source>The secret of this desk cannot be read: %1.</source>
        <translation>Sekreti i kësaj tryeze nuk lexohet dot: %1.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written: %2.</source>
        <translation>Skedari %1 nuk mund të shkruhet: %2.</translation>
    </message>
</context>
<context>
    <name>console::SingleInstance</name>
    <message>
        <source>The data folder %1 cannot be written to. Make it writable, or name another with --data-dir.</source>
        <translation>Në dosjen e të dhënave %1 nuk mund të shkruhet. Lejojeni shkrimin, ose jepni një tjetër me --data-dir.</translation>
    </message>
    <message>
        <source>UltraCom already runs on %1; its window was brought to the front.</source>
        <translation>UltraCom po punon tashmë mbi %1; dritarja e tij u soll përpara.</translation>
    </message>
    <message>
        <source>UltraCom already runs on %1 (process %2), but it does not answer. End that process, or start with another --data-dir.</source>
        <translation>UltraCom po punon tashmë mbi %1 (procesi %2), por nuk përgjigjet. Mbylleni atë proces, ose niseni me një --data-dir tjetër.</translation>
    </message>
</context>
<context>
    <name>console::SystemKeychain</name>
    <message>
        <source>the keychain has no such entry</source>
        <translation>ruajtësi i fjalëkalimeve nuk e ka këtë të dhënë</translation>
    </message>
    <message>
        <source>the keychain is locked</source>
        <translation>ruajtësi i fjalëkalimeve është i kyçur</translation>
    </message>
    <message>
        <source>this system has no keychain</source>
        <translation>ky sistem nuk ka ruajtës fjalëkalimesh</translation>
    </message>
    <message>
        <source>the keychain does not work</source>
        <translation>ruajtësi i fjalëkalimeve nuk punon</translation>
    </message>
    <message>
        <source>the keychain does not answer</source>
        <translation>ruajtësi i fjalëkalimeve nuk përgjigjet</translation>
    </message>
</context>
<context>
    <name>console::TokenKeeper</name>
    <message>
        <source>the keychain is not used</source>
        <translation>ruajtësi i fjalëkalimeve nuk përdoret</translation>
    </message>
    <message>
        <source>The token is kept in a file that only you can read (%1): %2.</source>
        <translation>Tokeni ruhet në një skedar që vetëm ju mund ta lexoni (%1): %2.</translation>
    </message>
    <message>
        <source>The token is not kept and is asked for again at the next start: %1 cannot be written.</source>
        <translation>Tokeni nuk ruhet dhe do të kërkohet sërish në nisjen tjetër: %1 nuk mund të shkruhet.</translation>
    </message>
</context>
<context>
    <name>dialogs::AboutDialog</name>
    <message>
        <source>About UltraCom</source>
        <translation>Rreth UltraCom</translation>
    </message>
    <message>
        <source>UltraCom %1, a support desk in one program. MIT licence.</source>
        <translation>UltraCom %1, një tryezë mbështetjeje në një program të vetëm. Leja MIT.</translation>
    </message>
    <message>
        <source>Server: %1</source>
        <translation>Serveri: %1</translation>
    </message>
    <message>
        <source>Data: %1</source>
        <translation>Të dhënat: %1</translation>
    </message>
    <message>
        <source>Made with Qt %1, SQLite, libsodium, Boost and QtKeychain.</source>
        <translation>Ndërtuar me Qt %1, SQLite, libsodium, Boost dhe QtKeychain.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Mbyll</translation>
    </message>
</context>
<context>
    <name>dialogs::LabelsDialog</name>
    <message>
        <source>Labels</source>
        <translation>Etiketat</translation>
    </message>
    <message>
        <source>Words that this session is found by, with commas between them.</source>
        <translation>Fjalë me të cilat gjendet kjo bisedë, të ndara me presje.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Ruaj</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Anulo</translation>
    </message>
    <message numerus="yes">
        <source>A session has %n label(s) at most.</source>
        <translation>
            <numerusform>Një bisedë ka më së shumti %n etiketë.</numerusform>
            <numerusform>Një bisedë ka më së shumti %n etiketa.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A label has %n letter(s) at most.</source>
        <translation>
            <numerusform>Një etiketë ka më së shumti %n shkronjë.</numerusform>
            <numerusform>Një etiketë ka më së shumti %n shkronja.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::PortTakenDialog</name>
    <message>
        <source>Port %1 is taken</source>
        <translation>Porta %1 është e zënë</translation>
    </message>
    <message>
        <source>Another program listens there.</source>
        <translation>Aty dëgjon një program tjetër.</translation>
    </message>
    <message>
        <source>It is used by %1.</source>
        <translation>E përdor %1.</translation>
    </message>
    <message>
        <source>The server can listen on another port; the address of the customers&apos; page then changes.</source>
        <translation>Serveri mund të dëgjojë në një portë tjetër; atëherë ndryshon adresa e faqes së klientëve.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Porta</translation>
    </message>
    <message>
        <source>Use this port</source>
        <translation>Përdor këtë portë</translation>
    </message>
    <message>
        <source>Try port %1 again</source>
        <translation>Provo sërish portën %1</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jo tani</translation>
    </message>
</context>
<context>
    <name>dialogs::QuitDialog</name>
    <message numerus="yes">
        <source>%n message(s) wait to be sent</source>
        <translation>
            <numerusform>%n mesazh pret të dërgohet</numerusform>
            <numerusform>%n mesazhe presin të dërgohen</numerusform>
        </translation>
    </message>
    <message>
        <source>What waits is kept on this machine and is sent when UltraCom starts again.</source>
        <translation>Ato që presin ruhen në këtë kompjuter dhe dërgohen kur UltraCom të niset sërish.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Qëndro</translation>
    </message>
</context>
<context>
    <name>dialogs::ServerAddress</name>
    <message>
        <source>That is no server&apos;s address. It looks like https://chat.example.com or http://192.168.1.5:8080.</source>
        <translation>Kjo nuk është adresë serveri. Ajo duket si https://chat.example.com ose http://192.168.1.5:8080.</translation>
    </message>
    <message>
        <source>A name or a password does not belong in a server&apos;s address.</source>
        <translation>Emri ose fjalëkalimi nuk kanë vend në adresën e serverit.</translation>
    </message>
</context>
<context>
    <name>dialogs::SignInDialog</name>
    <message>
        <source>Show the token</source>
        <translation>Shfaq tokenin</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Hyr</translation>
    </message>
    <message>
        <source>A token says who you are. Ask for one where the server runs: ultracom-server token --sub NAME --role technician</source>
        <translation>Tokeni tregon kush jeni. Kërkojeni aty ku punon serveri: ultracom-server token --sub NAME --role technician</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jo tani</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveri</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Tokeni</translation>
    </message>
    <message>
        <source>%1, %2, good until %3</source>
        <comment>name, role, time</comment>
        <translation>%1, %2, i vlefshëm deri më %3</translation>
    </message>
</context>
<context>
    <name>dialogs::TokenCheck</name>
    <message>
        <source>That is no token. A token has three parts with a dot between them; copy all of it.</source>
        <translation>Ky nuk është token. Tokeni ka tri pjesë të ndara me pikë; kopjojeni të gjithin.</translation>
    </message>
    <message>
        <source>This is a customer&apos;s token. The console needs one for a technician or an admin.</source>
        <translation>Ky është token klienti. Konsolës i duhet tokeni i një tekniku ose administratori.</translation>
    </message>
    <message>
        <source>This token has expired. Ask for a fresh one.</source>
        <translation>Ky token ka skaduar. Kërkoni një të ri.</translation>
    </message>
    <message>
        <source>customer</source>
        <translation>klient</translation>
    </message>
    <message>
        <source>reader</source>
        <translation>lexues</translation>
    </message>
    <message>
        <source>technician</source>
        <translation>teknik</translation>
    </message>
    <message>
        <source>admin</source>
        <translation>administrator</translation>
    </message>
    <message>
        <source>head admin</source>
        <translation>kryeadministrator</translation>
    </message>
</context>
<context>
    <name>dialogs::VersionsDialog</name>
    <message>
        <source>Load again</source>
        <translation>Ngarko sërish</translation>
    </message>
    <message>
        <source>Earlier versions</source>
        <translation>Versionet e mëparshme</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Po ngarkohet…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Mbyll</translation>
    </message>
    <message>
        <source>Until %1, by %2</source>
        <extracomment>until when a message said so: %1 is a time, %2 who changed it</extracomment>
        <translation>Deri më %1, nga %2</translation>
    </message>
    <message>
        <source>There are none.</source>
        <translation>Nuk ka asnjë.</translation>
    </message>
</context>
<context>
    <name>models::MessageListModel</name>
    <message>
        <source>The messages could not be loaded.</source>
        <translation>Mesazhet nuk u ngarkuan dot.</translation>
    </message>
</context>
<context>
    <name>models::SearchModel</name>
    <message>
        <source>You</source>
        <translation>Ju</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <extracomment>a message that was found: %1 is the conversation, %2 who wrote it, %3 what</extracomment>
        <translation>%1, %2: %3</translation>
    </message>
</context>
<context>
    <name>models::SessionListModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n i palexuar</numerusform>
            <numerusform>%n të palexuar</numerusform>
        </translation>
    </message>
    <message>
        <source>online</source>
        <translation>në linjë</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>mbyllur</translation>
    </message>
    <message>
        <source>not sent</source>
        <translation>nuk u dërgua</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>pret të dërgohet</translation>
    </message>
</context>
<context>
    <name>views::Composer</name>
    <message>
        <source>Message</source>
        <translation>Mesazhi</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Dërgo</translation>
    </message>
    <message>
        <source>Send (Enter)</source>
        <translation>Dërgo (Enter)</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>Shkruani një mesazh</translation>
    </message>
    <message numerus="yes">
        <source>Too long by %n byte(s): a message holds 16 KB. Shorten it or send it in parts.</source>
        <translation>
            <numerusform>Tepër i gjatë për %n bajt: një mesazh mban 16 KB. Shkurtojeni ose dërgojeni me pjesë.</numerusform>
            <numerusform>Tepër i gjatë për %n bajte: një mesazh mban 16 KB. Shkurtojeni ose dërgojeni me pjesë.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) left</source>
        <translation>
            <numerusform>Mbetet %n bajt</numerusform>
            <numerusform>Mbeten %n bajte</numerusform>
        </translation>
    </message>
    <message>
        <source>This text has characters that cannot be sent.</source>
        <translation>Ky tekst ka shenja që nuk mund të dërgohen.</translation>
    </message>
    <message>
        <source>What was pasted was cut: 64 KB is the most at once.</source>
        <translation>Teksti i ngjitur u shkurtua: deri në 64 KB njëherësh.</translation>
    </message>
    <message>
        <source>Save (Enter)</source>
        <translation>Ruaj (Enter)</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Ruaj</translation>
    </message>
</context>
<context>
    <name>views::ComposerStrip</name>
    <message>
        <source>Do not reply to it</source>
        <translation>Mos iu përgjigj këtij mesazhi</translation>
    </message>
    <message>
        <source>Do not reply to it (Esc)</source>
        <translation>Mos iu përgjigj këtij mesazhi (Esc)</translation>
    </message>
    <message>
        <source>Reply to %1</source>
        <translation>Përgjigje për %1</translation>
    </message>
    <message>
        <source>Message deleted</source>
        <translation>Mesazh i fshirë</translation>
    </message>
    <message>
        <source>Do not edit it</source>
        <translation>Mos e ndrysho</translation>
    </message>
    <message>
        <source>Do not edit it (Esc)</source>
        <translation>Mos e ndrysho (Esc)</translation>
    </message>
    <message>
        <source>Edit message</source>
        <translation>Ndrysho mesazhin</translation>
    </message>
</context>
<context>
    <name>views::ConnectionBar</name>
    <message>
        <source>Sign in again</source>
        <translation>Hyr sërish</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Provo tani</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Pa lidhje</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Po lidhet…</translation>
    </message>
    <message>
        <source>Reconnecting…</source>
        <translation>Po rilidhet…</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>I dalë</translation>
    </message>
    <message numerus="yes">
        <source>%n messages wait to be sent.</source>
        <translation>
            <numerusform>%n mesazh pret të dërgohet.</numerusform>
            <numerusform>%n mesazhe presin të dërgohen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next attempt in %n s.</source>
        <translation>
            <numerusform>Përpjekja tjetër pas %n s.</numerusform>
            <numerusform>Përpjekja tjetër pas %n s.</numerusform>
        </translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Po lidhet</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Në linjë</translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation>Po rilidhet</translation>
    </message>
</context>
<context>
    <name>views::ConversationHeader</name>
    <message>
        <source>Closed</source>
        <translation>Mbyllur</translation>
    </message>
    <message>
        <source>%1 is typing…</source>
        <translation>%1 po shkruan…</translation>
    </message>
    <message>
        <source>%1 and %2 are typing…</source>
        <translation>%1 dhe %2 po shkruajnë…</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing…</source>
        <translation>
            <numerusform>%n veta po shkruan…</numerusform>
            <numerusform>%n veta po shkruajnë…</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody else is here</source>
        <translation>Askush tjetër nuk është këtu</translation>
    </message>
    <message numerus="yes">
        <source>%n others are here</source>
        <translation>
            <numerusform>%n tjetër është këtu</numerusform>
            <numerusform>%n të tjerë janë këtu</numerusform>
        </translation>
    </message>
    <message>
        <source>Here: %1</source>
        <translation>Këtu: %1</translation>
    </message>
    <message>
        <source>Find in this conversation (Ctrl+F)</source>
        <translation>Gjej në këtë bisedë (Ctrl+F)</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Biseda</translation>
    </message>
    <message>
        <source>Assigned to you</source>
        <translation>Ju është caktuar juve</translation>
    </message>
    <message>
        <source>Assigned to %1</source>
        <translation>I është caktuar: %1</translation>
    </message>
</context>
<context>
    <name>views::ConversationView</name>
    <message>
        <source>Reply</source>
        <translation>Përgjigju</translation>
    </message>
    <message>
        <source>Copy message</source>
        <translation>Kopjo mesazhin</translation>
    </message>
    <message>
        <source>Copy selected text</source>
        <translation>Kopjo tekstin e përzgjedhur</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Kopjo lidhjen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mesazhet</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Ende pa mesazhe</translation>
    </message>
    <message>
        <source>What you write below is the first one.</source>
        <translation>Ai që shkruani më poshtë është i pari.</translation>
    </message>
    <message>
        <source>This conversation was closed without any.</source>
        <translation>Kjo bisedë u mbyll pa asnjë mesazh.</translation>
    </message>
    <message>
        <source>Some messages could not be loaded</source>
        <translation>Disa mesazhe nuk u ngarkuan dot</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>Ngarko sërish</translation>
    </message>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n mesazh i ri</numerusform>
            <numerusform>%n mesazhe të reja</numerusform>
        </translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>Shko te mesazhi më i ri</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>who has read a message, and when</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n tjetër</numerusform>
            <numerusform>%n të tjerë</numerusform>
        </translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ndrysho</translation>
    </message>
    <message>
        <source>Earlier versions…</source>
        <translation>Versionet e mëparshme…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Fshi</translation>
    </message>
    <message numerus="yes">
        <source>Delivered to %n</source>
        <translation>
            <numerusform>U dorëzua te %n</numerusform>
            <numerusform>U dorëzua te %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read by %n</source>
        <translation>
            <numerusform>E lexoi %n</numerusform>
            <numerusform>E lexuan %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Delivered to</source>
        <translation>U dorëzua te</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>E lexuan</translation>
    </message>
    <message>
        <source>Sent %1</source>
        <translation>Dërguar %1</translation>
    </message>
    <message>
        <source>Edited %1</source>
        <translation>Ndryshuar %1</translation>
    </message>
</context>
<context>
    <name>views::EmptyState</name>
    <message>
        <source>Copy the address</source>
        <translation>Kopjo adresën</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresa</translation>
    </message>
</context>
<context>
    <name>views::FindBar</name>
    <message>
        <source>Older (Enter)</source>
        <translation>Më e vjetër (Enter)</translation>
    </message>
    <message>
        <source>Newer (Shift+Enter)</source>
        <translation>Më e re (Shift+Enter)</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>Gjej në këtë bisedë</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Mbyll (Esc)</translation>
    </message>
    <message>
        <source>Two letters or more</source>
        <translation>Dy shkronja ose më shumë</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nuk u gjet asgjë</translation>
    </message>
    <message>
        <source>The search failed</source>
        <translation>Kërkimi dështoi</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Nuk ka lidhje</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Po kërkohet…</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>the first of fourteen that were found</extracomment>
        <translation>%1 nga %2</translation>
    </message>
</context>
<context>
    <name>views::HitDelegate</name>
    <message>
        <source>You</source>
        <translation>Ju</translation>
    </message>
</context>
<context>
    <name>views::MainActions</name>
    <message>
        <source>Open the customer page</source>
        <translation>Hap faqen e klientit</translation>
    </message>
    <message>
        <source>Copy the customer page&apos;s address</source>
        <translation>Kopjo adresën e faqes së klientit</translation>
    </message>
    <message>
        <source>Next session</source>
        <translation>Biseda tjetër</translation>
    </message>
    <message>
        <source>Previous session</source>
        <translation>Biseda e mëparshme</translation>
    </message>
    <message>
        <source>Next unread session</source>
        <translation>Biseda tjetër e palexuar</translation>
    </message>
    <message>
        <source>Server panel</source>
        <translation>Paneli i serverit</translation>
    </message>
    <message>
        <source>Sound for new messages</source>
        <translation>Zë për mesazhet e reja</translation>
    </message>
    <message>
        <source>Join a server…</source>
        <translation>Bashkohu me një server…</translation>
    </message>
    <message>
        <source>About UltraCom</source>
        <translation>Rreth UltraCom</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Pamja</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Si sistemi</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>E çelët</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>E errët</translation>
    </message>
    <message>
        <source>Find sessions and messages</source>
        <translation>Gjej biseda dhe mesazhe</translation>
    </message>
    <message>
        <source>Find in this conversation</source>
        <translation>Gjej në këtë bisedë</translation>
    </message>
    <message>
        <source>Compact list</source>
        <translation>Listë e ngjeshur</translation>
    </message>
</context>
<context>
    <name>views::MainWindow</name>
    <message>
        <source>Menu</source>
        <translation>Menyja</translation>
    </message>
    <message>
        <source>Server panel</source>
        <translation>Paneli i serverit</translation>
    </message>
    <message>
        <source>Choose a session to read it.</source>
        <translation>Zgjidhni një bisedë për ta lexuar.</translation>
    </message>
    <message>
        <source>Open the newest</source>
        <translation>Hap më të renë</translation>
    </message>
    <message>
        <source>Nobody has written yet. Customers write to you on this page.</source>
        <translation>Askush nuk ka shkruar ende. Klientët ju shkruajnë në këtë faqe.</translation>
    </message>
    <message>
        <source>Nobody has written yet. The server is off.</source>
        <translation>Askush nuk ka shkruar ende. Serveri është i fikur.</translation>
    </message>
    <message>
        <source>Open the page</source>
        <translation>Hap faqen</translation>
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
        <translation>Bisedat shfaqen këtu pasi të hyni.</translation>
    </message>
</context>
<context>
    <name>views::MessageActions</name>
    <message>
        <source>Reply</source>
        <translation>Përgjigju</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Më shumë</translation>
    </message>
</context>
<context>
    <name>views::NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Hiq</translation>
    </message>
</context>
<context>
    <name>views::RowText</name>
    <message>
        <source>Message deleted</source>
        <translation>Mesazh i fshirë</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Dërgo sërish</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Hidhe</translation>
    </message>
    <message>
        <source>New messages</source>
        <translation>Mesazhe të reja</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>Mesazh zanor</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Foto</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Skedar</translation>
    </message>
    <message>
        <source>You</source>
        <translation>Ju</translation>
    </message>
    <message>
        <source>Technician</source>
        <translation>Teknik</translation>
    </message>
    <message>
        <source>Admin</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatik</translation>
    </message>
    <message>
        <source>edited %1</source>
        <translation>ndryshuar %1</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>Pret të dërgohet</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Dërguar</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Dorëzuar</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lexuar</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Pa u dërguar</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>Po ngarkohet</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Provo sërish</translation>
    </message>
    <message>
        <source>Leave it as it was</source>
        <translation>Lëre si ishte</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>Nuk u ruajt</translation>
    </message>
    <message>
        <source>Not deleted</source>
        <translation>Nuk u fshi</translation>
    </message>
    <message>
        <source>Waiting to be saved</source>
        <translation>Pret të ruhet</translation>
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
        <translation>Kërko sërish</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mesazhet</translation>
    </message>
    <message>
        <source>Messages found</source>
        <translation>Mesazhet e gjetura</translation>
    </message>
    <message>
        <source>Two letters or more find messages.</source>
        <translation>Mesazhet gjenden me dy shkronja ose më shumë.</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>Po kërkohet…</translation>
    </message>
    <message>
        <source>None yet: older messages are still being made searchable.</source>
        <translation>Ende asnjë: mesazhet e vjetra po bëhen ende të kërkueshme.</translation>
    </message>
    <message>
        <source>No message has these words.</source>
        <translation>Asnjë mesazh nuk i ka këto fjalë.</translation>
    </message>
    <message>
        <source>Messages can be searched when the server is reached again.</source>
        <translation>Mesazhet mund të kërkohen kur të arrihet sërish serveri.</translation>
    </message>
    <message>
        <source>Older messages are still being made searchable.</source>
        <translation>Mesazhet e vjetra po bëhen ende të kërkueshme.</translation>
    </message>
</context>
<context>
    <name>views::ServerPanel</name>
    <message>
        <source>Nothing has been logged yet</source>
        <translation>Ende nuk është regjistruar asgjë</translation>
    </message>
    <message>
        <source>Off. Customers cannot reach this console.</source>
        <translation>I fikur. Klientët nuk e arrijnë dot këtë konsolë.</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Po niset…</translation>
    </message>
    <message>
        <source>On</source>
        <translation>I ndezur</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Po ndalet…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveri</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>Kopjo adresën</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Ditari</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresa</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Lidhjet</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mesazhet</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Asnjë</translation>
    </message>
    <message>
        <source>%1 a second</source>
        <translation>%1 në sekondë</translation>
    </message>
</context>
<context>
    <name>views::SessionDelegate</name>
    <message>
        <source>Closed</source>
        <translation>Mbyllur</translation>
    </message>
</context>
<context>
    <name>views::SessionListView</name>
    <message>
        <source>Clear</source>
        <translation>Pastro</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Bisedat</translation>
    </message>
    <message>
        <source>No session matches “%1”.</source>
        <translation>Asnjë bisedë nuk përputhet me “%1”.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Pastro filtrin</translation>
    </message>
    <message>
        <source>Find sessions and messages</source>
        <translation>Gjej biseda dhe mesazhe</translation>
    </message>
    <message>
        <source>All sessions</source>
        <translation>Të gjitha bisedat</translation>
    </message>
    <message>
        <source>Open sessions</source>
        <translation>Bisedat e hapura</translation>
    </message>
    <message>
        <source>Closed sessions</source>
        <translation>Bisedat e mbyllura</translation>
    </message>
    <message>
        <source>All sessions are listed</source>
        <translation>Shfaqen të gjitha bisedat</translation>
    </message>
    <message>
        <source>Open sessions are listed</source>
        <translation>Shfaqen bisedat e hapura</translation>
    </message>
    <message>
        <source>Closed sessions are listed</source>
        <translation>Shfaqen bisedat e mbyllura</translation>
    </message>
    <message>
        <source>No session is open.</source>
        <translation>Asnjë bisedë nuk është e hapur.</translation>
    </message>
    <message>
        <source>No session is closed.</source>
        <translation>Asnjë bisedë nuk është e mbyllur.</translation>
    </message>
    <message>
        <source>Sessions appear here.</source>
        <translation>Bisedat shfaqen këtu.</translation>
    </message>
</context>
<context>
    <name>views::SessionMenu</name>
    <message>
        <source>Reopen the session</source>
        <translation>Rihap bisedën</translation>
    </message>
    <message>
        <source>Close the session</source>
        <translation>Mbyll bisedën</translation>
    </message>
    <message>
        <source>Leave it to others</source>
        <translation>Lërua të tjerëve</translation>
    </message>
    <message>
        <source>Assign to me</source>
        <translation>Ma cakto mua</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Përparësia</translation>
    </message>
    <message>
        <source>Labels…</source>
        <translation>Etiketat…</translation>
    </message>
</context>
<context>
    <name>views::Skeleton</name>
    <message>
        <source>Loading</source>
        <translation>Po ngarkohet</translation>
    </message>
</context>
<context>
    <name>views::TrayPresence</name>
    <message>
        <source>Show UltraCom</source>
        <translation>Shfaq UltraCom</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Dil</translation>
    </message>
    <message>
        <source>This desktop has no tray, so new messages are not announced, and closing the window quits UltraCom.</source>
        <translation>Kjo tryezë pune nuk ka zonë njoftimesh, prandaj mesazhet e reja nuk njoftohen, dhe mbyllja e dritares e mbyll UltraCom.</translation>
    </message>
    <message numerus="yes">
        <source>UltraCom: %n unread messages</source>
        <translation>
            <numerusform>UltraCom: %n mesazh i palexuar</numerusform>
            <numerusform>UltraCom: %n mesazhe të palexuara</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New messages in %n sessions</source>
        <translation>
            <numerusform>Mesazhe të reja në %n bisedë</numerusform>
            <numerusform>Mesazhe të reja në %n biseda</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::TypingIndicator</name>
    <message>
        <source>%1 is typing</source>
        <translation>%1 po shkruan</translation>
    </message>
    <message>
        <source>%1 and %2 are typing</source>
        <translation>%1 dhe %2 po shkruajnë</translation>
    </message>
    <message numerus="yes">
        <source>%n people are typing</source>
        <translation>
            <numerusform>%n veta po shkruan</numerusform>
            <numerusform>%n veta po shkruajnë</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::UndoStrip</name>
    <message>
        <source>Undo</source>
        <translation>Zhbëj</translation>
    </message>
    <message>
        <source>Undo (Ctrl+Z)</source>
        <translation>Zhbëj (Ctrl+Z)</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) deleted.</source>
        <translation>
            <numerusform>U fshi %n mesazh.</numerusform>
            <numerusform>U fshinë %n mesazhe.</numerusform>
        </translation>
    </message>
</context>
</TS>
