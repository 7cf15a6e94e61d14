#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

/// What each fuzz_<path>.cpp defines: one way that bytes of strangers take into the server, with all that
/// must hold for any bytes. driver.cpp runs it in ctest, libfuzzer.cpp under clang's libFuzzer.
namespace fuzz
{

/// Takes \a input and checks what must hold; a check that fails ends the process.
void target(QByteArrayView input);

/// Valid examples, from which the driver mutates.
std::vector<QByteArray> seeds();

/// Tokens that mean something on this path; mutations insert them.
std::vector<QByteArray> dictionary();

[[noreturn]] void fail(const char *condition, const char *file, int line);

} // namespace fuzz

#define FUZZ_CHECK(condition) ((condition) ? void() : fuzz::fail(#condition, __FILE__, __LINE__))
