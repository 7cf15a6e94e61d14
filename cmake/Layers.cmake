# add_layer(<name> <folder> SOURCES <file>... [USES <layer>...] [LIBS <library>...] [WIDGETS])
#
# One static library per layer, named ultracom_<name>; WIDGETS if it links Qt's. USES names the layers whose headers it may include;
# the test tst_includedirections reads the same list from here (through the generated layers.txt), so that
# what links and what may be included never differ.
set_property(GLOBAL PROPERTY ULTRACOM_LAYERS "")
function(add_layer name folder)
  cmake_parse_arguments(PARSE_ARGV 2 LAYER "WIDGETS" "" "SOURCES;USES;LIBS")
  list(TRANSFORM LAYER_SOURCES PREPEND "${PROJECT_SOURCE_DIR}/${folder}/")
  add_library(ultracom_${name} STATIC ${LAYER_SOURCES})
  get_filename_component(root "${folder}" DIRECTORY)
  target_include_directories(ultracom_${name} PUBLIC "${PROJECT_SOURCE_DIR}/${root}")
  list(TRANSFORM LAYER_USES PREPEND ultracom_ OUTPUT_VARIABLE uses)
  target_link_libraries(ultracom_${name} PUBLIC ${uses} ${LAYER_LIBS} PRIVATE ultracom_warnings)
  if(LAYER_WIDGETS)
    use_precompiled(ultracom_${name} widgets)
    set_property(GLOBAL APPEND PROPERTY ULTRACOM_WIDGET_LAYERS ${name})
  else()
    use_precompiled(ultracom_${name} core)
  endif()
  list(JOIN LAYER_USES "," uses)
  set_property(GLOBAL APPEND PROPERTY ULTRACOM_LAYERS "${folder}:${uses}")
endfunction()
