#include "domain/permissions.h"

namespace domain
{

namespace
{
struct Row {
    Verb verb;
    std::array<Reach, allRoles.size()> reach; ///< in the order of Role
};

constexpr Reach none = Reach::None;
constexpr Reach part = Reach::Participant;
constexpr Reach all = Reach::All;

// clang-format off
constexpr std::array<Row, allVerbs.size()> table{{
    // verb                   client reader technician admin super_admin
    {Verb::See,             {part,  part,  all,       all,  all}},
    {Verb::Join,            {part,  part,  all,       all,  all}},
    {Verb::Send,            {part,  part,  all,       all,  all}},
    {Verb::Upload,          {part,  part,  all,       all,  all}},
    {Verb::Type,            {part,  part,  all,       all,  all}},
    {Verb::MarkRead,        {part,  part,  all,       all,  all}},
    {Verb::Open,            {all,   all,   all,       all,  all}},
    {Verb::OpenForOthers,   {none,  none,  all,       all,  all}},
    {Verb::Impersonate,     {none,  none,  all,       all,  all}},
    {Verb::Close,           {part,  part,  all,       all,  all}},
    {Verb::EditOwn,         {part,  part,  all,       all,  all}},
    {Verb::DeleteAny,       {none,  none,  all,       all,  all}},
    {Verb::Assign,          {none,  part,  all,       all,  all}},
    {Verb::Monitor,         {none,  none,  none,      all,  all}},
    {Verb::ManageAccounts,  {none,  none,  none,      all,  all}},
    {Verb::Erase,           {none,  none,  none,      none, all}},
}};
// clang-format on

constexpr bool tableIsInOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (static_cast<size_t>(table[i].verb) != i || allVerbs[i] != table[i].verb)
            return false;
    }
    return true;
}
static_assert(tableIsInOrder());
} // namespace

Reach reach(Role role, Verb verb)
{
    return table[static_cast<size_t>(verb)].reach[static_cast<size_t>(role)];
}

bool isAllowed(Role role, Verb verb, bool participates)
{
    const Reach granted = reach(role, verb);
    return granted == Reach::All || (granted == Reach::Participant && participates);
}

} // namespace domain
