<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>dialogs::LabelsDialog</name>
    <message numerus="yes">
        <source>A session has %n label(s) at most.</source>
        <translation>
            <numerusform>A session has %n label at most.</numerusform>
            <numerusform>A session has %n labels at most.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>A label has %n letter(s) at most.</source>
        <translation>
            <numerusform>A label has %n letter at most.</numerusform>
            <numerusform>A label has %n letters at most.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dialogs::QuitDialog</name>
    <message numerus="yes">
        <source>%n message(s) wait to be sent</source>
        <translation>
            <numerusform>%n message waits to be sent</numerusform>
            <numerusform>%n messages wait to be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>models::SessionListModel</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::Composer</name>
    <message numerus="yes">
        <source>Too long by %n byte(s): a message holds 16 KB. Shorten it or send it in parts.</source>
        <translation>
            <numerusform>Too long by %n byte: a message holds 16 KB. Shorten it or send it in parts.</numerusform>
            <numerusform>Too long by %n bytes: a message holds 16 KB. Shorten it or send it in parts.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n byte(s) left</source>
        <translation>
            <numerusform>%n byte left</numerusform>
            <numerusform>%n bytes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::ConnectionBar</name>
    <message numerus="yes">
        <source>%n messages wait to be sent.</source>
        <translation>
            <numerusform>%n message waits to be sent.</numerusform>
            <numerusform>%n messages wait to be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Next attempt in %n s.</source>
        <translation>
            <numerusform>Next attempt in %n s.</numerusform>
            <numerusform>Next attempt in %n s.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::ConversationHeader</name>
    <message numerus="yes">
        <source>%n people are typing…</source>
        <translation>
            <numerusform>%n person is typing…</numerusform>
            <numerusform>%n people are typing…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n others are here</source>
        <translation>
            <numerusform>%n other is here</numerusform>
            <numerusform>%n others are here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::ConversationView</name>
    <message numerus="yes">
        <source>%n new message(s)</source>
        <translation>
            <numerusform>%n new message</numerusform>
            <numerusform>%n new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delivered to %n</source>
        <translation>
            <numerusform>Delivered to %n</numerusform>
            <numerusform>Delivered to %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Read by %n</source>
        <translation>
            <numerusform>Read by %n</numerusform>
            <numerusform>Read by %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::TrayPresence</name>
    <message numerus="yes">
        <source>UltraCom: %n unread messages</source>
        <translation>
            <numerusform>UltraCom: %n unread message</numerusform>
            <numerusform>UltraCom: %n unread messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>New messages in %n sessions</source>
        <translation>
            <numerusform>New messages in %n session</numerusform>
            <numerusform>New messages in %n sessions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::TypingIndicator</name>
    <message numerus="yes">
        <source>%n people are typing</source>
        <translation>
            <numerusform>%n person is typing</numerusform>
            <numerusform>%n people are typing</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>views::UndoStrip</name>
    <message numerus="yes">
        <source>%n message(s) deleted.</source>
        <translation>
            <numerusform>%n message deleted.</numerusform>
            <numerusform>%n messages deleted.</numerusform>
        </translation>
    </message>
</context>
</TS>
