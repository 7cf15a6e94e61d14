# Qt 6.8's QTRY_ macros narrow a time inside, and the compiler blames who uses them.
add_library(ultracom_test_warnings INTERFACE)
target_compile_options(ultracom_test_warnings INTERFACE -Wno-conversion)

get_property(ULTRACOM_WIDGET_LAYERS GLOBAL PROPERTY ULTRACOM_WIDGET_LAYERS)

# ultracom_test(<tst_name> SOURCES <file>... LAYERS <layer>... [LIBS <library>...] [LABELS <label>...] [TIMEOUT <seconds>] [SERIAL])
#
# A Qt Test program as one ctest. Tests run beside each other in random order: no fixed port, no shared file.
function(ultracom_test name)
  cmake_parse_arguments(PARSE_ARGV 1 TEST "SERIAL" "TIMEOUT" "SOURCES;LAYERS;LIBS;LABELS;ARGS")
  set(precompiled core)
  foreach(layer IN LISTS TEST_LAYERS)
    if(layer IN_LIST ULTRACOM_WIDGET_LAYERS)
      set(precompiled widgets)
    endif()
  endforeach()
  list(TRANSFORM TEST_LAYERS PREPEND ultracom_)
  add_executable(${name} ${TEST_SOURCES})
  use_precompiled(${name} ${precompiled})
  target_link_libraries(${name} PRIVATE ${TEST_LAYERS} ${TEST_LIBS} Qt6::Test ultracom_warnings ultracom_test_warnings)
  add_test(NAME ${name} COMMAND ${name} ${TEST_ARGS})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 120)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${TEST_TIMEOUT} LABELS "${TEST_LABELS}"
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;UBSAN_OPTIONS=print_stacktrace=1")
  if(TEST_SERIAL)
    set_tests_properties(${name} PROPERTIES RUN_SERIAL ON)
  endif()
endfunction()
