#pragma once

namespace views
{

class ConversationView;

/// Makes conversations known to screen readers: a list whose items are its messages, each told in one
/// sentence. Once is enough; more do no harm.
void installConversationAccessible();

/// Tells screen readers that the keyboard is at \a row now.
void tellCurrentRow(ConversationView &view, int row);

} // namespace views
