#include "load/token.h"

#include <sodium.h>

#include <array>
#include <ctime>

namespace load
{

namespace
{

std::string base64Url(const unsigned char *bytes, std::size_t size)
{
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string out(sodium_base64_ENCODED_LEN(size, variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes, size, variant);
    out.resize(out.size() - 1);
    return out;
}

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

std::string base64Url(std::string_view text)
{
    return base64Url(bytesOf(text), text.size());
}

} // namespace

std::string mintToken(std::string_view secret, std::string_view subject, std::string_view role)
{
    const std::time_t now = std::time(nullptr);
    std::string claims = "{\"sub\":\"";
    claims.append(subject).append("\",\"role\":\"").append(role).append("\",\"name\":\"").append(subject);
    claims.append("\",\"iat\":").append(std::to_string(now));
    claims.append(",\"exp\":").append(std::to_string(now + 86'400)).append("}");

    std::string token = base64Url(R"({"alg":"HS256","typ":"JWT"})") + "." + base64Url(claims);
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytesOf(secret), secret.size());
    crypto_auth_hmacsha256_update(&state, bytesOf(token), token.size());
    crypto_auth_hmacsha256_final(&state, mac.data());
    return token + "." + base64Url(mac.data(), mac.size());
}

} // namespace load
