#include "audio/notificationsound.h"

#include <QAudioDevice>
#include <QMediaDevices>
#include <QSoundEffect>
#include <QUrl>

using namespace Qt::StringLiterals;

// A static library's resources must be asked for, outside of any namespace.
static void initSounds()
{
    Q_INIT_RESOURCE(sounds);
}

namespace audio
{

namespace
{

constexpr float volume = 0.6F;

class EffectPlayer final : public Player
{
public:
    bool play() override
    {
        if (QMediaDevices::defaultAudioOutput().isNull())
            return false;
        if (!m_effect) {
            initSounds();
            m_effect = new QSoundEffect(this);
            m_effect->setVolume(volume);
            m_effect->setSource(QUrl(u"qrc:/sounds/message.wav"_s));
        }
        m_effect->play();
        return true;
    }

private:
    QSoundEffect *m_effect = nullptr;
};

} // namespace

std::unique_ptr<Player> makeEffectPlayer()
{
    return std::make_unique<EffectPlayer>();
}

} // namespace audio
