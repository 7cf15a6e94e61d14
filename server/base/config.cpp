#include "base/config.h"

#include "base/envfile.h"
#include "base/secretfile.h"
#include "base/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QSet>
#include <QStandardPaths>

#include <algorithm>
#include <vector>

namespace base
{

namespace
{

const QString dataDirName = QStringLiteral("DATA_DIR");
const QString secretName = QStringLiteral("JWT_SECRET");

/// One place where settings may stand.
struct Layer {
    QHash<QString, QString> values;
    QString folder; ///< relative paths count from here
    QString place;  ///< for sentences
};

Error problem(const QString &name, const QString &sentence)
{
    return Error{ErrorKind::BadRequest, sentence, name};
}

bool isKnown(const QString &name)
{
    const auto &settings = allSettings();
    return name == dataDirName || std::any_of(settings.begin(), settings.end(),
                                              [&](const Setting &s) { return s.help.name == name; });
}

Result<Layer> layerOfFile(const QString &path)
{
    const Result<QList<EnvEntry>> entries = readEnvFile(path);
    if (!entries)
        return entries.error();
    Layer layer{{}, QFileInfo(path).absolutePath(), path};
    for (const EnvEntry &entry : *entries)
        layer.values.insert(entry.key, entry.value);
    return layer;
}

const Layer *strongest(const std::vector<Layer> &layers, const QString &name)
{
    const auto found =
        std::find_if(layers.begin(), layers.end(), [&](const Layer &l) { return l.values.contains(name); });
    return found == layers.end() || found->values.value(name).trimmed().isEmpty() ? nullptr : &*found;
}

QStringList unknownNames(const Layer &layer)
{
    QStringList names;
    for (auto it = layer.values.keyBegin(); it != layer.values.keyEnd(); ++it) {
        if (!isKnown(*it))
            names.append(*it);
    }
    names.sort();
    return names;
}

Status checkFlags(const QHash<QString, QString> &flags)
{
    const QStringList unknown = unknownNames(Layer{flags, {}, {}});
    if (!unknown.isEmpty())
        return problem(unknown.first(), QStringLiteral("There is no setting %1.").arg(unknown.first()));
    if (flags.contains(secretName))
        return problem(
            secretName,
            QStringLiteral(
                "JWT_SECRET cannot be a flag, because every user of this machine could read it; set it in "
                "the environment or in .env."));
    return success();
}

Status checkSettingsFile(const Layer &layer)
{
    if (layer.values.contains(dataDirName))
        return problem(
            dataDirName,
            QStringLiteral("DATA_DIR cannot be set in %1, which is itself in that folder.").arg(layer.place));
    const QStringList unknown = unknownNames(layer);
    if (!unknown.isEmpty())
        return problem(
            unknown.first(),
            QStringLiteral("There is no setting %1; it stands in %2.").arg(unknown.first(), layer.place));
    return success();
}

/// Flags, environment and `.env`: what decides where the settings file is.
Result<std::vector<Layer>> outerLayers(const ConfigSources &sources, QStringList &warnings)
{
    if (const Status status = checkFlags(sources.flags); !status)
        return status.error();
    const Result<Layer> dotEnv = layerOfFile(QDir(sources.workingFolder).filePath(QStringLiteral(".env")));
    if (!dotEnv)
        return dotEnv.error();
    const QStringList unknown = unknownNames(*dotEnv);
    if (!unknown.isEmpty())
        warnings.append(
            QStringLiteral("%1 holds names that are no settings of UltraCom and were left alone: %2.")
                .arg(dotEnv->place, unknown.join(u", ")));
    return std::vector<Layer>{{sources.flags, sources.workingFolder, QStringLiteral("the command line")},
                              {sources.environment, sources.workingFolder, QStringLiteral("the environment")},
                              *dotEnv};
}

Result<QString> makeDataFolder(const std::vector<Layer> &layers, const ConfigSources &sources)
{
    constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    QString path = sources.dataFolder;
    if (const Layer *layer = strongest(layers, dataDirName))
        path = QDir(layer->folder).absoluteFilePath(layer->values.value(dataDirName).trimmed());
    path = QDir::cleanPath(path);

    const QFileInfo info(path);
    if (!info.exists() && QDir().mkpath(info.absolutePath()))
        QDir().mkdir(path, ownerOnly);
    const QFileInfo made(path);
    if (!made.isDir())
        return problem(
            dataDirName,
            QStringLiteral("DATA_DIR: the data folder %1 cannot be created; create it, or name another.")
                .arg(path));
    return path;
}

Status applySetting(const Setting &setting, const std::vector<Layer> &layers, Config &config)
{
    const QString &name = setting.help.name;
    const Layer *layer = strongest(layers, name);
    if (!layer)
        return success();
    const Status status = setting.apply(config, {layer->values.value(name), layer->folder});
    if (status)
        return success();
    QString sentence = status.error().message;
    if (status.error().field.isEmpty())
        sentence = name + u' ' + sentence + u'.';
    sentence.chop(1);
    return problem(name, QStringLiteral("%1 (it is set in %2).").arg(sentence, layer->place));
}

/// The specifications' examples: anybody can know them.
bool isPublishedSecret(const QByteArray &secret)
{
    static const QSet<QByteArray> published{"change_me_ultracom_super_secret", "your-production-secret-key",
                                            "your-secret", "your_jwt_secret"};
    return published.contains(secret);
}

Status checkSecret(Config &config, bool mayBeElsewhere, QStringList &warnings)
{
    if (config.jwtSecret.isEmpty()) {
        const QString path = secretPath(config.dataFolder);
        if (mayBeElsewhere && !QFileInfo::exists(path))
            return success();
        const Result<QByteArray> secret = loadOrCreateSecret(path);
        if (!secret)
            return secret.error();
        config.jwtSecret = *secret;
        config.jwtSecretGenerated = true;
        return success();
    }
    QString weakness;
    if (isPublishedSecret(config.jwtSecret))
        weakness = QStringLiteral("JWT_SECRET is an example that anybody can know");
    else if (config.jwtSecret.size() < minSecretBytes)
        weakness = QStringLiteral("JWT_SECRET is shorter than %1 bytes").arg(minSecretBytes);
    if (weakness.isEmpty())
        return success();
    if (!config.loopbackOnly())
        return problem(
            secretName,
            weakness +
                QStringLiteral(", and HOST lets other machines connect; set a long random one (openssl rand "
                               "-base64 32), or none at all for a generated one."));
    warnings.append(weakness + QStringLiteral("; that will do only while HOST is this machine alone."));
    return success();
}

Status checkTogether(const Config &config)
{
    if (config.tlsCertFile.isEmpty() == config.tlsKeyFile.isEmpty())
        return success();
    const bool noKey = config.tlsKeyFile.isEmpty();
    return problem(noKey ? QStringLiteral("TLS_KEY") : QStringLiteral("TLS_CERT"),
                   noKey ? QStringLiteral("TLS_CERT is set but TLS_KEY is not; set both, or neither.")
                         : QStringLiteral("TLS_KEY is set but TLS_CERT is not; set both, or neither."));
}

} // namespace

bool Config::loopbackOnly() const
{
    return std::all_of(hosts.begin(), hosts.end(),
                       [](const QString &host) { return QHostAddress(host).isLoopback(); });
}

QString SettingHelp::flag() const
{
    return name.toLower().replace(u'_', u'-');
}

QList<SettingHelp> settingHelps()
{
    QList<SettingHelp> helps;
    for (const Setting &setting : allSettings())
        helps.append(setting.help);
    const qsizetype beforeDatabase = 5;
    helps.insert(beforeDatabase,
                 {dataDirName, QStringLiteral("folder"), QStringLiteral("ultracom in the user's data folder"),
                  QStringLiteral("folder of the database, the generated secret, and settings.env")});
    return helps;
}

ConfigSources ConfigSources::ofProcess(const QHash<QString, QString> &flags)
{
    ConfigSources sources;
    sources.flags = flags;
    const QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys())
        sources.environment.insert(name, environment.value(name));
    sources.workingFolder = QDir::currentPath();
    sources.dataFolder = QDir(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation))
                             .filePath(QStringLiteral("ultracom"));
    return sources;
}

Result<Config> loadConfig(const ConfigSources &sources, QStringList &warnings)
{
    Result<std::vector<Layer>> layers = outerLayers(sources, warnings);
    if (!layers)
        return layers.error();
    const Result<QString> folder = makeDataFolder(*layers, sources);
    if (!folder)
        return folder.error();
    const Result<Layer> file = layerOfFile(QDir(*folder).filePath(QStringLiteral("settings.env")));
    if (!file)
        return file.error();
    if (const Status status = checkSettingsFile(*file); !status)
        return status.error();
    layers->push_back(*file);
    layers->push_back({sources.defaults, *folder, QStringLiteral("the program's defaults")});

    Config config;
    config.dataFolder = *folder;
    config.database.path = QDir(*folder).filePath(QStringLiteral("ultracom.db"));
    for (const Setting &setting : allSettings()) {
        if (const Status status = applySetting(setting, *layers, config); !status)
            return status.error();
    }
    if (const Status status = checkTogether(config); !status)
        return status.error();
    if (const Status status = checkSecret(config, sources.secretMayBeElsewhere, warnings); !status)
        return status.error();
    return config;
}

} // namespace base
