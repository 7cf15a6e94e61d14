#include "server/commandline.h"
#include "server/commands.h"

#include "base/version.h"

#include <QCoreApplication>

namespace
{

const QString usage = QStringLiteral("Usage: ultracom-server COMMAND [options]\n"
                                     "\n"
                                     "  serve   run the server\n"
                                     "  token   print a token for a customer, a technician or an admin\n"
                                     "  doctor  check the settings and this machine, and say what to do\n"
                                     "\n"
                                     "  ultracom-server COMMAND --help  tells the options of a command\n"
                                     "  ultracom-server --version       tells the version");

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("ultracom-server"));
    QCoreApplication::setApplicationVersion(base::version());

    const QStringList arguments = QCoreApplication::arguments();
    const QString command = arguments.value(1);
    if (command == u"serve")
        return app::serve(arguments);
    if (command == u"token")
        return app::token(arguments);
    if (command == u"doctor")
        return app::doctor(arguments);
    if (command == u"--version" || command == u"-v") {
        app::say(QStringLiteral("ultracom-server ") + QCoreApplication::applicationVersion());
        return app::Ok;
    }
    if (command == u"--help" || command == u"-h" || command == u"help") {
        app::say(usage);
        return app::Ok;
    }
    if (!command.isEmpty())
        app::complain(QStringLiteral("There is no command '%1'.").arg(command));
    app::complain(QStringLiteral("See: ultracom-server --help"));
    return app::WrongUsage;
}
