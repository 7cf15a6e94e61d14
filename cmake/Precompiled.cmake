# To precompile a header takes as long as what it saves in a dozen files. So two serve everything: `core`, and `widgets`
# for what has widgets. A compiler takes one only under the options that it was made with: these are made with what all
# targets have in common.
function(add_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 PCH "" "" "HEADERS;LIBS")
  set(source "${CMAKE_BINARY_DIR}/precompiled_${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" CONTENT "// What it is compiled with is all there is to it.\n")
  add_library(ultracom_pch_${name} OBJECT "${source}")
  set_target_properties(ultracom_pch_${name} PROPERTIES AUTOMOC OFF AUTORCC OFF)
  target_link_libraries(ultracom_pch_${name} PRIVATE ${PCH_LIBS} ultracom_warnings)
  target_precompile_headers(ultracom_pch_${name} PRIVATE ${PCH_HEADERS})
endfunction()

add_precompiled(core HEADERS <QtCore> <functional> <memory> <optional> <variant> <vector> LIBS Qt6::Core)
if(ULTRACOM_BUILD_CONSOLE)
  add_precompiled(widgets HEADERS <QtCore> <QtGui> <QtWidgets> <functional> <memory> <optional> <variant> <vector>
    LIBS Qt6::Widgets)
endif()

# Lets <target> use the precompiled header <name>.
function(use_precompiled target name)
  target_precompile_headers(${target} REUSE_FROM ultracom_pch_${name})
endfunction()
