# Warnings, sanitizers and Qt's own restrictions for every target of ours, as one interface target.
add_library(ultracom_warnings INTERFACE)
target_compile_options(ultracom_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wcast-qual
  -Wconversion -Wno-sign-conversion -Woverloaded-virtual -Wnull-dereference -Wformat=2
  $<$<BOOL:${ULTRACOM_WERROR}>:-Werror>
  # GCC 12 reports these inside Qt's and libstdc++'s own inlined code when it optimises.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-maybe-uninitialized -Wno-restrict>)
target_compile_definitions(ultracom_warnings INTERFACE
  QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING QT_NO_KEYWORDS
  QT_MESSAGELOGCONTEXT)

if(ULTRACOM_SANITIZE STREQUAL "address")
  target_compile_options(ultracom_warnings INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
  target_link_options(ultracom_warnings INTERFACE -fsanitize=address,undefined)
elseif(ULTRACOM_SANITIZE STREQUAL "thread")
  target_compile_options(ultracom_warnings INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(ultracom_warnings INTERFACE -fsanitize=thread)
elseif(NOT ULTRACOM_SANITIZE STREQUAL "")
  message(FATAL_ERROR "ULTRACOM_SANITIZE is '${ULTRACOM_SANITIZE}'; it may be address, thread or empty")
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Without these ccache passes by whatever uses a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env "CCACHE_SLOPPINESS=pch_defines,time_macros" "${CCACHE_PROGRAM}")
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  endif()
endif()
