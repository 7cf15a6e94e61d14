#include "fuzz.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

void fuzz::fail(const char *condition, const char *file, int line)
{
    std::fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
    std::abort(); // libFuzzer writes the input to a file
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    fuzz::target(QByteArrayView(data, qsizetype(size)));
    return 0;
}
